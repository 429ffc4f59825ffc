import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createEdge } from '#libs/http-edge';
import type { ServerParts } from '#libs/http-edge';
import { ReadSide } from '#libs/projections';
import { ACCESS_TABLE } from './access/route-access';
import { DESCRIPTION_OF_API } from './edge/api-description';
import { edgeViewsOf } from './edge/edge-views';
import { REFUSALS } from './edge/refusals';
import { TRACED } from './edge/traced-objects';

/** The public boards, the document and the catalogues: every web page may read them. */
const OPEN_TO_ALL = /^\/(openapi\.json|api\/v1\/(public\/[^?]*|event-types|rejection-codes))\/?(\?|$)/;

/**
 * The API, initialised and ready for `listen` or `inject`.
 * @throws RouteWithoutAccess, BodyClassError, RouteError when the slices are not consistent.
 */
export function createApi(parts: ServerParts): Promise<NestFastifyApplication> {
  return createEdge(parts, {
    access: ACCESS_TABLE,
    refusals: REFUSALS,
    description: DESCRIPTION_OF_API,
    traced: TRACED,
    openToAll: OPEN_TO_ALL,
    views: { inject: [ReadSide], useFactory: edgeViewsOf },
  });
}

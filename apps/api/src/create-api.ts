import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createEdge } from '#libs/http-edge';
import type { ServerParts } from '#libs/http-edge';
import { LiveViews } from '#libs/projections';
import { ACCESS_TABLE } from './access/route-access';
import { edgeViewsOf } from './edge/edge-views';
import { REFUSALS } from './edge/refusals';

/**
 * The API, initialised and ready for `listen` or `inject`.
 * @throws RouteWithoutAccess, BodyClassError, HandlerError when the slices are not consistent.
 */
export function createApi(parts: ServerParts): Promise<NestFastifyApplication> {
  return createEdge(parts, {
    access: ACCESS_TABLE,
    refusals: REFUSALS,
    views: { inject: [LiveViews], useFactory: edgeViewsOf },
  });
}

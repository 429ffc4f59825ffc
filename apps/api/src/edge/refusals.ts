import { problemOf, Refusal } from '#libs/http-edge';
import type { Problem, RefusalCatalogue, RefusalKind } from '#libs/http-edge';
import { ViewsNotReady } from '#libs/projections';
import { CursorUnreadable } from '#libs/read-models';
import { Rejection, REJECTIONS } from '#libs/truck-flow';
import type { RejectionClass, RejectionCode } from '#libs/truck-flow';
import { REJECTION_TITLES } from './rejection-titles';

const RETRY_SECONDS = 2;

/** HTTP status of each class of refusal: the one table a new class has to pass. */
const STATUS_OF_CLASS: Readonly<Record<RejectionClass, number>> = {
  ORDER: 409,
  STATE: 409,
  CLAIM: 409,
  RULE: 409,
  MALFORMED: 400,
  UNKNOWN: 404,
  RESERVED: 403,
};

function kindOf(code: RejectionCode): RefusalKind {
  const of = REJECTIONS[code];
  return { status: STATUS_OF_CLASS[of], class: of, title: REJECTION_TITLES[code] };
}

/** What the domain and the views refuse, for the edge. */
export const REFUSALS: RefusalCatalogue = {
  kinds: Object.fromEntries((Object.keys(REJECTIONS) as RejectionCode[]).map((code) => [code, kindOf(code)])),
  refusalIn: (error) => (error instanceof Rejection ? error : refusalOfViews(error)),
};

function refusalOfViews(error: unknown): Refusal | undefined {
  if (error instanceof ViewsNotReady)
    return new Refusal('NOT_READY', 'the views are being built', { retryAfter: RETRY_SECONDS });
  if (error instanceof CursorUnreadable)
    return new Refusal('CURSOR_INVALID', 'cursor is the nextCursor of an earlier answer');
  return undefined;
}

/** What a command of the API is refused with. */
export function refusalProblem(error: unknown): Problem {
  return problemOf(error, REFUSALS);
}

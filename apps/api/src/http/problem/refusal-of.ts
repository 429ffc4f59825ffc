import {
  AmbiguousAppend,
  IdempotencyKeyReused,
  RevisionConflict,
  StaleRevision,
  StoreFull,
  StoreUnavailable,
} from '#libs/event-sourcing';
import { Rejection } from '#libs/truck-flow';
import type { EdgeCode } from './edge-codes';
import { Refusal } from './refusal';

export const STORE_RETRY_SECONDS = 2;

/** What the store and the kernel throw: the class, its code, and seconds after which a repeat may pass. */
const STORE_ERRORS: readonly (readonly [new (...args: never[]) => Error, EdgeCode, number?])[] = [
  [RevisionConflict, 'REVISION_CONFLICT'],
  [StaleRevision, 'REVISION_STALE'],
  [IdempotencyKeyReused, 'IDEMPOTENCY_KEY_REUSED'],
  [StoreFull, 'STORE_FULL'],
  [StoreUnavailable, 'STORE_UNAVAILABLE', STORE_RETRY_SECONDS],
  [AmbiguousAppend, 'STORE_UNAVAILABLE', STORE_RETRY_SECONDS],
];

/** What is refused or fails below the edge, as a coded refusal; what nobody expected is INTERNAL_ERROR. */
export function refusalOf(error: unknown): Refusal | Rejection {
  if (error instanceof Refusal || error instanceof Rejection) return error;
  const known = STORE_ERRORS.find(([type]) => error instanceof type);
  if (known === undefined) return new Refusal('INTERNAL_ERROR', 'the request was not carried out completely');
  const [, code, retryAfter] = known;
  return new Refusal(code, storeDetail(code), retryAfter === undefined ? {} : { retryAfter });
}

function storeDetail(code: EdgeCode): string {
  switch (code) {
    case 'REVISION_CONFLICT':
      return 'other reports of the same object were recorded at the same time; send this one again';
    case 'REVISION_STALE':
      return 'If-Match is not the revision of the record; read it again';
    case 'IDEMPOTENCY_KEY_REUSED':
      return 'this Idempotency-Key was used for a request with another body';
    case 'STORE_FULL':
      return 'nothing was recorded; reports are taken again once there is space';
    default:
      return 'the report may or may not be recorded; repeat it with the same Idempotency-Key';
  }
}

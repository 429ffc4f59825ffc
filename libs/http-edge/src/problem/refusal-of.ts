import {
  AmbiguousAppend,
  IdempotencyKeyReused,
  RevisionConflict,
  StaleRevision,
  StoreFull,
  StoreUnavailable,
  StreamDamaged,
} from '#libs/event-sourcing';
import { Rejection } from '#libs/truck-flow';
import type { EdgeCode } from './edge-codes';
import { Refusal } from './refusal';
import type { RefusalExtra } from './refusal';

export const STORE_RETRY_SECONDS = 2;

interface StoreError {
  readonly type: new (...args: never[]) => Error;
  readonly code: EdgeCode;
  readonly detail: string;
  /** Seconds after which a repeat may pass. */
  readonly retryAfter?: number;
}

/** What the store and the kernel throw. */
const STORE_ERRORS: readonly StoreError[] = [
  {
    type: RevisionConflict,
    code: 'REVISION_CONFLICT',
    detail: 'other reports of the same object were recorded at the same time; send this one again',
  },
  {
    type: StaleRevision,
    code: 'REVISION_STALE',
    detail: 'If-Match is not the revision of the record; read it again',
  },
  {
    type: IdempotencyKeyReused,
    code: 'IDEMPOTENCY_KEY_REUSED',
    detail: 'this Idempotency-Key was used for a request with another body',
  },
  {
    type: StoreFull,
    code: 'STORE_FULL',
    detail: 'nothing was recorded; reports are taken again once there is space',
  },
  {
    type: StoreUnavailable,
    code: 'STORE_UNAVAILABLE',
    detail: 'repeat the request later, a report with the same Idempotency-Key',
    retryAfter: STORE_RETRY_SECONDS,
  },
  {
    type: AmbiguousAppend,
    code: 'STORE_UNAVAILABLE',
    detail: 'the report may or may not be recorded; repeat it with the same Idempotency-Key',
    retryAfter: STORE_RETRY_SECONDS,
  },
];

/** What a command would have to go by was changed by none of our programs. */
function damaged({ stream }: StreamDamaged): Refusal {
  const detail = `${stream} was changed from outside; what is shown of it stays as it was, and nothing more is recorded`;
  return new Refusal('STREAM_DAMAGED', detail);
}

/** Not the reason itself: it is for whoever runs the server, and names settings. */
const REFUSED =
  'the store is there and may not be used: whoever runs this server finds the reason in its log and at /readyz';

/** What is refused or fails below the edge, as a coded refusal; what nobody expected is INTERNAL_ERROR. */
export function refusalOf(error: unknown): Refusal | Rejection {
  if (error instanceof Refusal || error instanceof Rejection) return error;
  if (error instanceof StreamDamaged) return damaged(error);
  if (error instanceof StoreUnavailable && error.refused !== undefined)
    return new Refusal('STORE_UNAVAILABLE', REFUSED, { retryAfter: STORE_RETRY_SECONDS });
  const known = STORE_ERRORS.find(({ type }) => error instanceof type);
  if (known === undefined) return new Refusal('INTERNAL_ERROR', 'the request was not carried out completely');
  const { code, detail, retryAfter } = known;
  return new Refusal(code, detail, retryAfter === undefined ? {} : { retryAfter });
}

/** What a refusal adds to its problem: the domain names one field, the edge may have found many. */
export function membersOf(refusal: Refusal | Rejection): RefusalExtra & Readonly<Record<string, unknown>> {
  if (refusal instanceof Refusal || refusal.pointer === undefined) return { ...refusal.extra };
  const { code, detail, extra, pointer } = refusal;
  return { ...extra, errors: [{ pointer, code, detail }] };
}

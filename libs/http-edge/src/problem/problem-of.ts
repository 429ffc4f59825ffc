/* Mapping of errors to problems (RFC 9457). */

import {
  AmbiguousAppend,
  IdempotencyKeyReused,
  RevisionConflict,
  StaleRevision,
  StoreFull,
  StoreUnavailable,
  StreamDamaged,
} from '#libs/event-sourcing';
import { EDGE_PROBLEMS } from './edge-codes';
import type { EdgeCode } from './edge-codes';
import type { Problem } from './problem-document';
import { Refusal } from './refusal';
import type { CodedRefusal, RefusalCatalogue } from './refusal-catalogue';

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

/** What is refused or fails behind the edge, as a problem; what nobody expected is INTERNAL_ERROR. */
export function problemOf(error: unknown, catalogue: RefusalCatalogue): Problem {
  if (error instanceof Refusal) return edgeProblem(error);
  const refusal = catalogue.refusalIn(error) ?? refusalByStore(error);
  if (refusal instanceof Refusal) return edgeProblem(refusal);
  const kind = catalogue.kinds[refusal.code];
  return kind === undefined
    ? edgeProblem(unexpected())
    : {
        status: kind.status,
        title: kind.title,
        code: refusal.code,
        detail: refusal.detail,
        members: membersOf(refusal),
      };
}

/** A refusal of the edge itself. */
export function edgeProblem({ code, detail, extra }: Refusal): Problem {
  return { ...EDGE_PROBLEMS[code], code, detail, members: { ...extra } };
}

function refusalByStore(error: unknown): Refusal {
  if (error instanceof StreamDamaged) return damaged(error);
  if (error instanceof StoreUnavailable && error.refused !== undefined)
    return new Refusal('STORE_UNAVAILABLE', REFUSED, { retryAfter: STORE_RETRY_SECONDS });
  const known = STORE_ERRORS.find(({ type }) => error instanceof type);
  if (known === undefined) return unexpected();
  const { code, detail, retryAfter } = known;
  return new Refusal(code, detail, retryAfter === undefined ? {} : { retryAfter });
}

function unexpected(): Refusal {
  return new Refusal('INTERNAL_ERROR', 'the request was not carried out completely');
}

/** What a refusal from behind the edge adds to its problem: it names one field at most. */
function membersOf({ code, detail, extra, pointer }: CodedRefusal): Problem['members'] {
  return pointer === undefined ? { ...extra } : { ...extra, errors: [{ pointer, code, detail }] };
}

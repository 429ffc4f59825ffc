import {
  AccessDeniedError,
  isCommandError,
  NotLeaderError,
  StreamNotFoundError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { NoAnswer } from './back-off';

/**
 * What a failed call means.
 * `conflict`: the stream is at another revision. `missing`: there is no such stream. `notLeader`: nothing was done,
 * another node leads. `transient`: may or may not have been done, worth another try. `unknown`: the same, but what it is
 * nobody says, so it is worth few tries. `denied`: nothing was done, the account may not. `permanent`: no try helps.
 */
export type FailureKind =
  'conflict' | 'missing' | 'notLeader' | 'transient' | 'unknown' | 'denied' | 'permanent';

/** Of gRPC: cancelled, deadline exceeded, resource exhausted, aborted, internal, unavailable. */
const TRANSIENT_CODES: ReadonlySet<unknown> = new Set([1, 4, 8, 10, 13, 14]);
const UNKNOWN_CODE = 2;
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

const TRANSIENT_TYPES: ReadonlySet<string> = new Set([
  'unavailable',
  'cancelled',
  'deadline-exceeded',
  'timeout',
]);

const NAMED: readonly (readonly [new (...given: never[]) => Error, FailureKind])[] = [
  [NoAnswer, 'transient'],
  [WrongExpectedVersionError, 'conflict'],
  [StreamNotFoundError, 'missing'],
  [NotLeaderError, 'notLeader'],
  [AccessDeniedError, 'denied'],
];

/** The client's words when no node of a cluster was found; it has no class and no code for it. */
const NOT_DISCOVERED = 'Failed to discover';

/** By class where there is one and by gRPC code where not: a failing channel throws plain errors. */
export function failureKind(error: unknown): FailureKind {
  if (!(error instanceof Error)) return 'permanent';
  const named = NAMED.find(([named]) => error instanceof named)?.[1];
  if (named !== undefined) return named;
  if (isCommandError(error) && TRANSIENT_TYPES.has(error.type)) return 'transient';
  if (isCommandError(error) && !(error instanceof UnknownError)) return 'permanent';
  return kindOfCode(error);
}

function kindOfCode(error: Error): FailureKind {
  const code = 'code' in error ? error.code : undefined;
  if (TRANSIENT_CODES.has(code)) return 'transient';
  if (code === PERMISSION_DENIED || code === UNAUTHENTICATED) return 'denied';
  if (code === UNKNOWN_CODE) return 'unknown';
  return code === undefined && error.message.startsWith(NOT_DISCOVERED) ? 'transient' : 'permanent';
}

/** The server's words for a place in the log at which no event begins; it has no code of its own for it. */
const INVALID_POSITION = /Invalid ?Position/i;

export function isInvalidPosition(error: unknown): boolean {
  return INVALID_POSITION.test(messageOf(error));
}

/** What was thrown, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/* Messages of the wire to and from what the fake keeps, over the code that the client package itself was made with. */
import { Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { AppendReq, AppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Expected, Outcome } from './fake-log';
import type { Proposed, Stored } from './log-record';
import type { Fault } from './faults';

/** A place in the log as the server writes it. */
export interface Pair {
  readonly commit: bigint;
  readonly prepare: bigint;
}

const TICKS_PER_MILLISECOND = 10_000n;

export function streamNameOf(identifier: StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

export function expectedOf(options: AppendReq.Options): Expected {
  const { ExpectedStreamRevisionCase } = AppendReq.Options;
  switch (options.getExpectedStreamRevisionCase()) {
    case ExpectedStreamRevisionCase.REVISION:
      return BigInt(options.getRevision());
    case ExpectedStreamRevisionCase.NO_STREAM:
      return 'noStream';
    case ExpectedStreamRevisionCase.STREAM_EXISTS:
      return 'streamExists';
    default:
      return 'any';
  }
}

export function proposedOf(message: AppendReq.ProposedMessage): Proposed {
  const fields = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: String(fields.get('type')),
    contentType: String(fields.get('content-type')),
    data: kept(message.getData_asU8()),
    metadata: kept(message.getCustomMetadata_asU8()),
  };
}

/** A copy to be kept: one out of the pool would keep its neighbours too, twice the memory over an autumn. */
function kept(bytes: Uint8Array): Buffer {
  const copy = Buffer.alloc(bytes.length);
  copy.set(bytes);
  return copy;
}

/** The answer to an append; a tombstoned stream is an error of the call. */
export function appendAnswer(
  outcome: Exclude<Outcome, { readonly kind: 'tombstoned' }>,
  expected: Expected,
): AppendResp {
  const answer = new AppendResp();
  if (outcome.kind === 'wrongRevision') {
    const refusal = new AppendResp.WrongExpectedVersion();
    if (outcome.current === null) refusal.setCurrentNoStream(new Empty());
    else refusal.setCurrentRevision(outcome.current.toString());
    if (typeof expected === 'bigint') refusal.setExpectedRevision(expected.toString());
    else if (expected === 'noStream') refusal.setExpectedNoStream(new Empty());
    return answer.setWrongExpectedVersion(refusal);
  }
  const success = new AppendResp.Success().setCurrentRevision(outcome.revision.toString());
  if (outcome.position === null) return answer.setSuccess(success.setNoPosition(new Empty()));
  const position = outcome.position.toString();
  const pair = new AppendResp.Position().setCommitPosition(position).setPreparePosition(position);
  return answer.setSuccess(success.setPosition(pair));
}

export function eventAnswer(stored: Stored): ReadResp {
  const position = stored.position.toString();
  const event = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(stored.id))
    .setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stored.stream)))
    .setStreamRevision(stored.revision.toString())
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(stored.data)
    .setCustomMetadata(stored.metadata);
  const fields = event.getMetadataMap();
  fields.set('type', stored.type);
  fields.set('content-type', stored.contentType);
  fields.set('created', (BigInt(stored.created.getTime()) * TICKS_PER_MILLISECOND).toString());
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(event).setCommitPosition(position));
}

export function confirmation(id: string): ReadResp {
  return new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id));
}

export function caughtUp(): ReadResp {
  return new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
}

export function markerAt({ commit, prepare }: Pair): ReadResp {
  const checkpoint = new ReadResp.Checkpoint()
    .setCommitPosition(String(commit))
    .setPreparePosition(String(prepare));
  return new ReadResp().setCheckpoint(checkpoint);
}

/** Where a request for the log begins. */
export function pairOf(options: ReadReq.Options.AllOptions): Pair | 'start' | 'end' {
  const position = options.getPosition();
  if (position === undefined) return options.hasEnd() ? 'end' : 'start';
  return { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
}

export function streamNotFound(stream: string): ReadResp {
  const identifier = new StreamIdentifier().setStreamName(Buffer.from(stream));
  return new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier));
}

/** Which streams a request lets through. */
export function filterOf(options: ReadReq.Options): (stored: Stored) => boolean {
  const expression = options.getFilter()?.getStreamIdentifier();
  if (expression === undefined) return () => true;
  const prefixes = expression.getPrefixList();
  const pattern = new RegExp(expression.getRegex());
  if (prefixes.length === 0) return ({ stream }) => pattern.test(stream);
  return ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
}

/** The refusal of every call that names a tombstoned stream or its metadata. */
export function tombstoned(stream: string): ServiceError {
  const metadata = new Metadata();
  metadata.set('exception', 'stream-deleted');
  metadata.set('stream-name', stream);
  return serviceError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, metadata);
}

/** A call's failure as the server words it. */
export function failureOf(fault: Exclude<Fault, { readonly kind: 'hang' | 'breakOff' }>): ServiceError {
  if (fault.kind !== 'notLeader') {
    const details = fault.kind === 'fail' ? (fault.details ?? 'scripted') : 'the answer is lost';
    return serviceError(fault.code, details);
  }
  const metadata = new Metadata();
  metadata.set('exception', 'not-leader');
  metadata.set('leader-endpoint-host', fault.host);
  metadata.set('leader-endpoint-port', String(fault.port));
  return serviceError(status.NOT_FOUND, 'Leader info available', metadata);
}

export function serviceError(code: status, details: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata });
}

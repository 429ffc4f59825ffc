import { once } from 'node:events';
import type { ServerReadableStream, ServiceError } from '@grpc/grpc-js';
import { AppendReq } from '@eventstore/db-client/generated/streams_pb';
import type { AppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { FakeLog } from './fake-log';
import type { Proposed } from './log-record';
import { appendAnswer, expectedOf, proposedOf, streamNameOf, tombstoned } from './wire';

export type AppendCall = ServerReadableStream<AppendReq, AppendResp>;

/** One append of the classic path. */
export interface AppendAsked {
  readonly options: AppendReq.Options;
  readonly events: readonly Proposed[];
}

export async function askedFor(call: AppendCall): Promise<AppendAsked> {
  const events: Proposed[] = [];
  let options = new AppendReq.Options();
  call.on('data', (request: AppendReq) => {
    options = request.getOptions() ?? options;
    const message = request.getProposedMessage();
    if (message !== undefined) events.push(proposedOf(message));
  });
  await once(call, 'end');
  return { options, events };
}

/** Appends, and notes among the violations what an adapter must never ask for. Metadata of streams are not ours. */
export function carryOut(
  log: FakeLog,
  { options, events }: AppendAsked,
  violations: string[],
): AppendResp | ServiceError {
  const stream = streamNameOf(options.getStreamIdentifier());
  const expected = expectedOf(options);
  const isUnguarded = expected === 'any' || expected === 'streamExists';
  if (isUnguarded && !stream.startsWith('$$')) violations.push(`${expected} on ${stream}`);
  const outcome = log.append(stream, events, expected);
  return outcome.kind === 'tombstoned' ? tombstoned(stream) : appendAnswer(outcome, expected);
}

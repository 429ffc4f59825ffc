import { status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { DeleteResp, TombstoneResp } from '@eventstore/db-client/generated/streams_pb';
import type { DeleteReq, TombstoneReq } from '@eventstore/db-client/generated/streams_pb';
import type { FakeLog } from './fake-log';
import { serviceError, streamNameOf, tombstoned } from './wire';

/* What an administrator's tool does to a stream, and we never do. The expected revision is not looked at. */

export function answerDelete(
  log: FakeLog,
  call: ServerUnaryCall<DeleteReq, DeleteResp>,
  answer: sendUnaryData<DeleteResp>,
): void {
  const stream = streamNameOf(call.request.getOptions()?.getStreamIdentifier());
  const written = log.delete(stream);
  if (written === 'tombstoned') {
    answer(tombstoned(stream));
    return;
  }
  const position = String(written.position);
  const pair = new DeleteResp.Position().setCommitPosition(position).setPreparePosition(position);
  answer(null, new DeleteResp().setPosition(pair));
}

export function answerTombstone(
  log: FakeLog,
  call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
  answer: sendUnaryData<TombstoneResp>,
): void {
  const stream = streamNameOf(call.request.getOptions()?.getStreamIdentifier());
  const written = log.tombstone(stream);
  if (written === 'tombstoned') {
    answer(tombstoned(stream));
    return;
  }
  const position = String(written.position);
  const pair = new TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position);
  answer(null, new TombstoneResp().setPosition(pair));
}

/** Why a call with these credentials is refused, of a server that knows this one account. */
export function unauthenticated(
  account: { readonly username: string; readonly password: string } | undefined,
  authorization: string | undefined,
): ReturnType<typeof serviceError> | undefined {
  if (account === undefined) return undefined;
  const { username, password } = account;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return authorization === expected ? undefined : serviceError(status.UNAUTHENTICATED, 'Unauthenticated');
}

import { status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { DeleteResp, TombstoneResp } from '@eventstore/db-client/generated/streams_pb';
import type { DeleteReq, TombstoneReq } from '@eventstore/db-client/generated/streams_pb';
import type { FakeLog } from './fake-log';
import type { Stored } from './log-record';
import { serviceError, streamNameOf, tombstoned } from './wire';

/* What an administrator's tool does to a stream, and we never do. The expected revision is not looked at. */

export function answerDelete(
  log: FakeLog,
  call: ServerUnaryCall<DeleteReq, DeleteResp>,
  answer: sendUnaryData<DeleteResp>,
): void {
  const stream = streamNameOf(call.request.getOptions()?.getStreamIdentifier());
  answerAt(stream, log.delete(stream), answer, (at) =>
    new DeleteResp().setPosition(new DeleteResp.Position().setCommitPosition(at).setPreparePosition(at)),
  );
}

export function answerTombstone(
  log: FakeLog,
  call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
  answer: sendUnaryData<TombstoneResp>,
): void {
  const stream = streamNameOf(call.request.getOptions()?.getStreamIdentifier());
  answerAt(stream, log.tombstone(stream), answer, (at) =>
    new TombstoneResp().setPosition(
      new TombstoneResp.Position().setCommitPosition(at).setPreparePosition(at),
    ),
  );
}

/** With the position of what was written, or with the refusal of a stream that is gone for good. */
function answerAt<Answer>(
  stream: string,
  written: Stored | 'tombstoned',
  answer: sendUnaryData<Answer>,
  answerOf: (position: string) => Answer,
): void {
  if (written === 'tombstoned') answer(tombstoned(stream));
  else answer(null, answerOf(String(written.position)));
}

/** Who may use a server. What it may not do can be changed while the server runs. */
export interface Account {
  readonly username: string;
  password: string;
  mayNot?: 'read' | 'append' | undefined;
}

/** Why a call is refused that the account may not make. */
export function denied(account: Account | undefined, call: 'read' | 'append') {
  return account?.mayNot === call ? serviceError(status.PERMISSION_DENIED, 'Access Denied') : undefined;
}

/** Why a call with these credentials is refused, of a server that knows this one account. */
export function unauthenticated(
  account: Account | undefined,
  authorization: string | undefined,
): ReturnType<typeof serviceError> | undefined {
  if (account === undefined) return undefined;
  const { username, password } = account;
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return authorization === expected ? undefined : serviceError(status.UNAUTHENTICATED, 'Unauthenticated');
}

/* Read calls of the fake event store. */
import { status } from '@grpc/grpc-js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { FakeLog } from './fake-log';
import type { Stored } from './log-record';
import type { Fault } from './faults';
import {
  eventAnswer,
  failureOf,
  filterOf,
  pairOf,
  serviceError,
  streamNameOf,
  streamNotFound,
  tombstoned,
} from './wire';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** What keeps a call from being answered as usual: its own fault, and a server that stands still until it goes on. */
export interface Disturbance<Met extends Fault = Fault> {
  readonly fault: Met | undefined;
  readonly standing: () => Promise<void>;
}

/** Writes to one call at the pace of its reader, and ends it as a fault says. */
export class PacedAnswers {
  written = 0;
  private isOver = false;
  private readonly ended: Promise<void>;

  constructor(
    private readonly call: ReadCall,
    private readonly disturbance: Disturbance<Extract<Fault, { kind: 'breakOff' }>>,
  ) {
    this.ended = new Promise((resolve) => {
      for (const event of ['cancelled', 'close', 'error'] as const) {
        call.on(event, () => {
          this.isOver = true;
          resolve();
        });
      }
    });
  }

  get isEnded(): boolean {
    return this.isOver || this.call.cancelled;
  }

  /** False when the call is over. Waits while the reader takes nothing. */
  async write(answer: ReadResp): Promise<boolean> {
    const { fault, standing } = this.disturbance;
    await this.until(standing());
    if (this.isEnded) return false;
    if (answer.hasEvent() && fault !== undefined && this.written >= fault.after) {
      this.breakOff(fault.code);
      return false;
    }
    if (answer.hasEvent()) this.written += 1;
    if (!this.call.write(answer))
      await this.until(new Promise((resolve) => this.call.once('drain', resolve)));
    return !this.isEnded;
  }

  /** Waits for something, at most until the call is over. */
  async until(happening: Promise<unknown>): Promise<void> {
    await Promise.race([happening, this.ended]);
  }

  end(): void {
    if (!this.isEnded) this.call.end();
  }

  private breakOff(code: status | null): void {
    this.isOver = true;
    if (code === null) this.call.end();
    else this.call.emit('error', serviceError(code, 'broken off'));
  }
}

/** One read of a stream or of the log; subscriptions are elsewhere. */
export async function answerRead(
  log: FakeLog,
  call: ReadCall,
  { fault, standing }: Disturbance,
): Promise<void> {
  if (isOver(call, fault)) return;
  const options = call.request.getOptions() ?? new ReadReq.Options();
  const answers = new PacedAnswers(call, { fault, standing });
  const name = streamNameOf(options.getStream()?.getStreamIdentifier());
  const events = options.hasStream() ? streamEvents(log, options) : logEvents(log, options);
  if (events === 'notFound') {
    await answers.write(streamNotFound(name));
  } else if (events === 'tombstoned') {
    call.emit('error', tombstoned(name));
    return;
  } else if (events === 'noBoundary') {
    call.emit('error', serviceError(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition'));
    return;
  } else {
    for (const event of events) if (!(await answers.write(eventAnswer(event)))) return;
  }
  answers.end();
}

/** Does the fault leave nothing to be answered? */
export function isOver(
  call: ReadCall,
  fault: Fault | undefined,
): fault is Exclude<Fault, { readonly kind: 'breakOff' }> {
  if (fault === undefined || fault.kind === 'breakOff') return false;
  if (fault.kind !== 'hang') call.emit('error', failureOf(fault));
  return true;
}

function streamEvents(log: FakeLog, options: ReadReq.Options): readonly Stored[] | 'notFound' | 'tombstoned' {
  const stream = options.getStream();
  const events = log.stream(streamNameOf(stream?.getStreamIdentifier()));
  if (events === 'tombstoned') return events;
  if (stream === undefined || events === undefined) return 'notFound';
  const count = Number(options.getCount());
  const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const from = stream.hasRevision() ? BigInt(stream.getRevision()) : undefined;
  if (!isBackwards) return events.filter(({ revision }) => revision >= (from ?? 0n)).slice(0, count);
  const behind = from === undefined ? events : events.filter(({ revision }) => revision <= from);
  return behind.slice(-count).toReversed();
}

/** Forwards from the event at a position, backwards from the one before it. */
function logEvents(log: FakeLog, options: ReadReq.Options): readonly Stored[] | 'noBoundary' {
  const from = pairOf(options.getAll() ?? new ReadReq.Options.AllOptions());
  if (typeof from === 'object' && !log.isBoundary(from.commit)) return 'noBoundary';
  const place =
    typeof from === 'object' ? log.placeAfter(from.commit, true) : from === 'end' ? log.all.length : 0;
  const isWanted = filterOf(options);
  const count = Number(options.getCount());
  const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  return firstOf(log, isBackwards ? place - 1 : place, { isBackwards, isWanted, count });
}

function firstOf(
  log: FakeLog,
  start: number,
  wanted: { isBackwards: boolean; isWanted: (event: Stored) => boolean; count: number },
): Stored[] {
  const found: Stored[] = [];
  const step = wanted.isBackwards ? -1 : 1;
  for (let at = start; found.length < wanted.count; at += step) {
    const event = log.all[at];
    if (event === undefined) break;
    if (wanted.isWanted(event)) found.push(event);
  }
  return found;
}

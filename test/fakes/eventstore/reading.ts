import { status } from '@grpc/grpc-js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { FakeLog, Stored } from './fake-log';
import type { Fault } from './faults';
import { eventAnswer, failureOf, filterOf, pairOf, serviceError, streamNameOf, streamNotFound } from './wire';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** Writes to one call at the pace of its reader, and ends it as a fault says. */
export class PacedAnswers {
  written = 0;
  private isOver = false;
  private readonly ended: Promise<void>;

  constructor(
    private readonly call: ReadCall,
    private readonly fault: Extract<Fault, { kind: 'breakOff' }> | undefined,
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
    if (this.isEnded) return false;
    if (answer.hasEvent() && this.fault !== undefined && this.written >= this.fault.after) {
      this.breakOff(this.fault.code);
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
export async function answerRead(log: FakeLog, call: ReadCall, fault: Fault | undefined): Promise<void> {
  if (isOver(call, fault)) return;
  const options = call.request.getOptions() ?? new ReadReq.Options();
  const answers = new PacedAnswers(call, fault);
  const events = options.hasStream() ? streamEvents(log, options) : logEvents(log, options);
  if (events === 'notFound') {
    const name = streamNameOf(options.getStream()?.getStreamIdentifier());
    await answers.write(streamNotFound(name));
  } else if (events === 'noBoundary') {
    call.emit('error', serviceError(status.UNKNOWN, 'a record does not begin at this position'));
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

function streamEvents(log: FakeLog, options: ReadReq.Options): readonly Stored[] | 'notFound' {
  const stream = options.getStream();
  const events = log.stream(streamNameOf(stream?.getStreamIdentifier()));
  if (stream === undefined || events === undefined) return 'notFound';
  const count = Number(options.getCount());
  const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const last = events.length - 1;
  const from = stream.hasRevision() ? Number(stream.getRevision()) : stream.hasEnd() ? last : 0;
  if (!isBackwards) return events.slice(from, from + count);
  return events.slice(Math.max(from + 1 - count, 0), from + 1).toReversed();
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

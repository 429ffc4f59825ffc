import { status } from '@grpc/grpc-js';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { FakeLog } from './fake-log';
import { isOver, PacedAnswers } from './reading';
import type { Disturbance, ReadCall } from './reading';
import { caughtUp, confirmation, eventAnswer, filterOf, markerAt, pairOf, serviceError } from './wire';
import type { Pair } from './wire';

/** The server looks at so many events between two looks at the marker interval. */
const READ_BATCH = 32;

/** What the subscriptions of one server share. */
export interface Subscribed {
  readonly log: FakeLog;
  /** Resolves at the next append. */
  readonly nextAppend: () => Promise<void>;
  /** Every subscription there was. */
  readonly opened: PacedAnswers[];
  /** Share of events after which a marker is sent, out of turn; undefined: only by the interval. */
  readonly randomMarker: (() => boolean) | undefined;
}

/** One subscription to the log: confirmation, what is stored, word that it has caught up, what comes. */
export async function answerSubscription(
  subscribed: Subscribed,
  call: ReadCall,
  { fault, standing }: Disturbance,
): Promise<void> {
  if (isOver(call, fault)) return;
  const { log } = subscribed;
  const options = call.request.getOptions() ?? new ReadReq.Options();
  const from = pairOf(options.getAll() ?? new ReadReq.Options.AllOptions());
  if (typeof from === 'object' && !log.isBoundary(from.commit)) {
    call.emit('error', serviceError(status.INVALID_ARGUMENT, 'Trying to read from an invalid position'));
    return;
  }
  const answers = new PacedAnswers(call, { fault, standing });
  subscribed.opened.push(answers);
  await deliver(subscribed, new Tail(subscribed, { options, from }, answers), answers);
}

async function deliver(subscribed: Subscribed, tail: Tail, answers: PacedAnswers): Promise<void> {
  const { log, nextAppend } = subscribed;
  await answers.write(confirmation(crypto.randomUUID()));
  for (let isLive = false; ; isLive = true) {
    const appended = nextAppend();
    if (!(await tail.send())) return;
    if (!isLive) await answers.write(caughtUp());
    if (subscribed.randomMarker?.() === true) await answers.write(markerAt(endOf(log)));
    await answers.until(appended);
    if (answers.isEnded) return;
  }
}

/** An empty page says where the log ends, with no prepare position: only the whole pair is a safe place (KDB 4975). */
function endOf({ end }: FakeLog): Pair {
  return { commit: end, prepare: 0n };
}

class Tail {
  private place: number;
  private considered = 0;
  private readonly interval: number;
  private readonly isWanted: ReturnType<typeof filterOf>;

  constructor(
    private readonly subscribed: Subscribed,
    { options, from }: { readonly options: ReadReq.Options; readonly from: Pair | 'start' | 'end' },
    private readonly answers: PacedAnswers,
  ) {
    const isFiltered = filterOf(options);
    // From a place behind the end of the log: what is appended before that place is never given.
    const least = typeof from === 'object' ? from.commit : 0n;
    this.isWanted = (event) => event.position >= least && isFiltered(event);
    this.interval = (options.getFilter()?.getCheckpointintervalmultiplier() ?? 1) * READ_BATCH;
    this.place = placeOf(subscribed.log, from);
  }

  /** Everything up to the end of the log. False when the call is over. */
  async send(): Promise<boolean> {
    const { log, randomMarker } = this.subscribed;
    for (; ; this.place += 1) {
      const event = log.all[this.place];
      if (event === undefined) return !this.answers.isEnded;
      if (this.isWanted(event) && !(await this.answers.write(eventAnswer(event)))) return false;
      this.considered += 1;
      const isDue = this.considered % this.interval === 0 || randomMarker?.() === true;
      const marker = { commit: event.position, prepare: event.position };
      if (isDue && !(await this.answers.write(markerAt(marker)))) return false;
    }
  }
}

/** The first event behind a pair. An event's own pair is its position twice. */
function placeOf(log: FakeLog, from: Pair | 'start' | 'end'): number {
  if (from === 'start') return 0;
  if (from === 'end') return log.all.length;
  return log.placeAfter(from.commit, from.prepare < from.commit);
}

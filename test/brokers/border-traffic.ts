import { setTimeout as pause } from 'node:timers/promises';
import type { EventWriter, ExpectedRevision, NewEvent } from '#libs/event-sourcing';
import { bareMetadata, seeded } from '#libs/event-sourcing/testing';
import { randomBorder } from '../../libs/read-models/testing/random-border';
import type { GivenEvent } from '../../libs/read-models/testing/given-events';

/** Trucks that are at the border at the same time. */
const TRUCKS = 2_000;
const TICK_MILLISECONDS = 100;

/** Events of trucks that come and go without end, recorded at a rate. All of them are published. */
export class BorderTraffic {
  private readonly events: Iterator<GivenEvent>;
  private readonly revisions = new Map<string, bigint>();
  recorded = 0;

  constructor(
    private readonly store: EventWriter,
    seed: number,
  ) {
    this.events = endless(seed);
  }

  /** Records so many events, evenly at so many a second or as fast as the store takes them. Answers with the seconds. */
  async record(count: number, perSecond = Infinity): Promise<number> {
    const begin = performance.now();
    const atOnce = Math.max(1, Math.min(count, Math.round((perSecond * TICK_MILLISECONDS) / 1000), 1_000));
    for (let done = 0; done < count; done += atOnce) {
      await this.append(Math.min(atOnce, count - done));
      const due = begin + ((done + atOnce) / perSecond) * 1000;
      await pause(Math.max(0, due - performance.now()));
    }
    return (performance.now() - begin) / 1000;
  }

  /** Streams beside each other, the events of each in order and at once. */
  private async append(count: number): Promise<void> {
    const streams = new Map<string, NewEvent[]>();
    for (let index = 0; index < count; index += 1) {
      const { stream, type, eventId, data, at } = this.events.next().value as GivenEvent;
      const metadata = { ...bareMetadata(eventId, 0), eventTime: at };
      const own = streams.get(stream) ?? [];
      streams.set(stream, own);
      own.push({ type, eventId, data, metadata });
    }
    await Promise.all([...streams].map(([stream, events]) => this.appendTo(stream, events)));
    this.recorded += count;
  }

  private async appendTo(stream: string, events: readonly NewEvent[]): Promise<void> {
    const last: ExpectedRevision = this.revisions.get(stream) ?? 'noStream';
    const { revision } = await this.store.append(stream, events, last);
    this.revisions.set(stream, revision);
  }
}

/** The gates once, then wave after wave of trucks. */
function* endless(seed: number): Generator<GivenEvent, never> {
  const random = seeded(seed);
  for (let wave = 0; ; wave += 1) {
    for (const event of randomBorder(random, TRUCKS, wave * TRUCKS)) {
      if (wave === 0 || event.stream.startsWith('truckVisit-')) yield event;
    }
  }
}

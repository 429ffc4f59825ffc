/* Quarantine list: streams that were damaged from outside, and whether somebody has looked at them. */
import { damageOf, StreamDamaged } from './damage';
import type { DamageReason } from './damage';
import type { EventStore, Recollection, StreamSlice } from './event-store';

/** A damaged stream as a process knows it. */
export interface DamagedStream {
  readonly stream: string;
  readonly reason: DamageReason;
  /** Somebody has looked at it and said so. */
  readonly isAccepted: boolean;
}

/**
 * The damaged streams that a process knows of: those that its views have come upon, and those that its own commands met,
 * until the views know them.
 */
export class DamagedStreams {
  private shown = new Map<string, DamagedStream>();
  private readonly met = new Map<string, DamagedStream>();

  /** Told once of each. */
  onFound: (damaged: DamagedStream) => void = () => undefined;

  get all(): readonly DamagedStream[] {
    return [...new Map([...this.met, ...this.shown]).values()];
  }

  /** Those of the views, all of them. */
  show(damaged: readonly DamagedStream[]): void {
    const before = this.shown;
    this.shown = new Map(damaged.map((one) => [one.stream, one]));
    for (const one of damaged) if (!before.has(one.stream) && !this.met.has(one.stream)) this.onFound(one);
  }

  /** A command came upon one by itself. */
  meet({ stream, reason }: StreamDamaged): void {
    if (this.shown.has(stream) || this.met.has(stream)) return;
    const damaged = { stream, reason, isAccepted: false };
    this.met.set(stream, damaged);
    this.onFound(damaged);
  }

  /** All of them were of another log. */
  forget(): void {
    this.shown.clear();
    this.met.clear();
  }

  /** Have the views come upon it? */
  isKnown(stream: string): boolean {
    return this.shown.has(stream);
  }

  /** @throws StreamDamaged for a stream that the views have come upon. */
  assertWhole(stream: string): void {
    const damaged = this.shown.get(stream);
    if (damaged !== undefined) throw new StreamDamaged(stream, damaged.reason, damaged.isAccepted);
  }
}

/**
 * The same store, whose damaged streams are neither decided on nor appended to: what is known to be damaged is refused
 * before it is read, and what is read whole is held against its own numbers and chain.
 */
export function settingAside<Store extends EventStore>(store: Store, damaged: DamagedStreams): Store {
  const readStream = store.readStream.bind(store);
  const append = store.append.bind(store);
  const recall = store.recall?.bind(store);
  const noting = async <Value>(stream: string, work: () => Promise<Value>): Promise<Value> => {
    damaged.assertWhole(stream);
    try {
      return await work();
    } catch (error) {
      if (error instanceof StreamDamaged) damaged.meet(error);
      throw error;
    }
  };
  return Object.assign(store, {
    readStream: (stream: string, from = 0n) =>
      noting(stream, async () => {
        const slice = await readStream(stream, from);
        assertContinuous(stream, slice, from);
        return slice;
      }),
    append: (...[stream, events, expected]: Parameters<EventStore['append']>) =>
      noting(stream, () => append(stream, events, expected)),
    ...(recall && {
      recall: (): Recollection => {
        const recalled = recall();
        const of = (stream: string) => (damaged.isKnown(stream) ? undefined : recalled.of(stream));
        return { of, upToDate: () => recalled.upToDate() };
      },
    }),
  });
}

/** @throws StreamDamaged */
function assertContinuous(stream: string, { events }: StreamSlice, from: bigint): void {
  for (const [index, event] of events.entries()) {
    // What a later part begins with follows on events that are not here.
    if (index === 0 && from > 0n && event.revision === from) continue;
    const reason = damageOf(event, events[index - 1]);
    if (reason !== undefined) throw new StreamDamaged(stream, reason);
  }
}

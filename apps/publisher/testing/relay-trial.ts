import { MemoryEventStore } from '#libs/event-sourcing';
import type { EventStore, RecordedEvent } from '#libs/event-sourcing';
import { Translator } from '#libs/integration-events';
import type { Message } from '#libs/integration-events';
import { arrival, recordIn, step } from '../../../libs/read-models/testing/given-events';
import { CheckpointStream } from '../src/checkpoint-stream';
import { Relay } from '../src/relay';
import type { RelayOptions } from '../src/relay';
import type { FakeBroker } from './fake-broker';

const STEPS = ['hold', 'hold-lift'] as const;

/** A log with visits that go on and on; in memory unless it is given one. */
export class BusyBorder {
  private recorded = 0;

  /** `visits`: more of them keep the visits of a long log as short as they are at a border. */
  constructor(
    readonly store: EventStore = new MemoryEventStore(() => new Date()),
    private readonly visits = 10,
  ) {}

  /** Appends so many events, spread over the visits. */
  async record(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const visit = `visit-${this.recorded % this.visits}`;
      const at = new Date(Date.UTC(2021, 11, 15) + this.recorded * 60_000).toISOString();
      const isFirst = this.recorded < this.visits;
      const name = STEPS[Math.floor(this.recorded / this.visits) % 2] ?? 'hold';
      await recordIn(this.store, isFirst ? arrival(visit, at) : step(visit, name, at, { cause: 'PAPERS' }));
      this.recorded += 1;
    }
  }

  /** The ids that have to arrive, in the order of the log. */
  async published(): Promise<string[]> {
    const translator = new Translator(this.store);
    const told = (await this.store.readAll(-1n, 1_000_000)).map((event) => translator.translate(event));
    return (await Promise.all(told)).flatMap((event) => event?.id ?? []);
  }

  async checkpoints(): Promise<readonly RecordedEvent[]> {
    return (await this.store.readStream('publisher-kafka')).events;
  }
}

/** Relay times of a test: what takes seconds outside takes milliseconds here. */
export const QUICK = { checkpointAfter: 20, takeoverAfter: 120, longestPause: 20 };

export interface RunningRelay {
  readonly relay: Relay;
  /** Ends it in good order. */
  stop(): Promise<void>;
}

let runs = 0;

export function startRelay(
  store: EventStore,
  broker: FakeBroker,
  options: Partial<RelayOptions> & { readonly holder?: string } = {},
): RunningRelay {
  runs += 1;
  const { holder = `relay-${runs}`, ...rest } = options;
  const checkpoints = new CheckpointStream(store, holder, () => new Date().toISOString(), `run-${runs}`);
  const publisher = broker.publisher();
  const relay = new Relay({ ...QUICK, store, publisher, checkpoints, exclusive: false, ...rest });
  const stopping = new AbortController();
  const running = relay.run(stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  return { relay, stop };
}

/** The ids as a consumer meets them for the first time. */
export function firstIds(messages: readonly Message[]): string[] {
  return [...new Set(messages.map(({ headers }) => headers['ce_id'] ?? ''))];
}

/** Resolves once `isDone`; fails after so many milliseconds. */
export async function until(isDone: () => boolean | Promise<boolean>, within = 60_000): Promise<void> {
  const deadline = performance.now() + within;
  while (!(await isDone())) {
    if (performance.now() > deadline) throw new Error(`it did not come to that within ${within} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

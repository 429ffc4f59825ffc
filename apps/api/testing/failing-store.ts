import { setImmediate as turn } from 'node:timers/promises';
import { AmbiguousAppend, StoreUnavailable } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';

type Call = 'append' | 'readStream';

interface Fault {
  /** Part of the name of a stream. */
  readonly stream: string;
  readonly calls: readonly Call[];
  /** Otherwise StoreUnavailable. */
  readonly error?: () => Error;
  /** Was it appended before the answer was lost? */
  readonly isDone?: boolean;
}

/** Lets a store fail where a test says so. */
export class FailingStore {
  private fault: Fault | undefined;
  private met = 0;

  constructor(store: EventStore) {
    const [append, readStream] = [store.append.bind(store), store.readStream.bind(store)];
    const failing: Pick<EventStore, Call> = {
      append: async (...call) => {
        if (this.fault?.isDone === true && this.isMetBy('append', call[0])) await append(...call);
        await this.fail('append', call[0]);
        return append(...call);
      },
      readStream: async (...call) => {
        await this.fail('readStream', call[0]);
        return readStream(...call);
      },
    };
    Object.assign(store, failing);
  }

  break(fault: Fault): void {
    this.fault = fault;
    this.met = 0;
  }

  mend(): void {
    this.fault = undefined;
  }

  /** Resolves once so many calls have met the fault. */
  async whenMet(times: number): Promise<void> {
    while (this.met < times) await turn();
  }

  private isMetBy(call: Call, stream: string): boolean {
    return this.fault?.calls.includes(call) === true && stream.includes(this.fault.stream);
  }

  private async fail(call: Call, stream: string): Promise<void> {
    if (!this.isMetBy(call, stream)) return;
    const cause = this.fault?.isDone === true ? new AmbiguousAppend('the answer was lost') : undefined;
    const error = this.fault?.error?.() ?? new StoreUnavailable('the store does not answer', { cause });
    this.met += 1;
    await turn();
    throw error;
  }
}

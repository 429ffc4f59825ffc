import { FoldedStreams, transact } from '#libs/event-sourcing';
import type { EventStore, Transacted } from '#libs/event-sourcing';
import { borderGate, dedicatedDriver, foldGate } from '#libs/truck-flow';
import type { Gate, RegisterDriver } from '#libs/truck-flow';
import type { RecordingContext } from '../context';
import { GATE_NOT_FOUND } from '../not-found';

/** Records dedicated drivers. @throws Rejection; GATE_NOT_FOUND also outside the caller's reach. */
export class DriverRecorder {
  private readonly gates: FoldedStreams<Gate>;

  constructor(private readonly store: EventStore) {
    this.gates = new FoldedStreams(store, borderGate, foldGate);
  }

  async register(
    { at, ...data }: RegisterDriver['data'] & { readonly at: string },
    { reach, command: context }: RecordingContext,
  ): Promise<Transacted> {
    const isReached = reach.gate(data.gate);
    if (!isReached || (await this.gates.read(data.gate)).state.registered === undefined)
      throw GATE_NOT_FOUND();
    const command: RegisterDriver = { kind: 'register', at, data };
    return transact(this.store, dedicatedDriver, { id: data.driverCode, prepare: () => command, context });
  }
}

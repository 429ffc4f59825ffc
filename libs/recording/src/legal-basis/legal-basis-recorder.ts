import { transact } from '#libs/event-sourcing';
import type { EventStore, Transacted } from '#libs/event-sourcing';
import { legalBasis } from '#libs/truck-flow';
import type { RegisterLegalBasis } from '#libs/truck-flow';
import type { RecordingContext } from '../context';

/** Records legal bases. @throws Rejection */
export class LegalBasisRecorder {
  constructor(private readonly store: EventStore) {}

  register(
    { at, ...data }: RegisterLegalBasis['data'] & { readonly at: string },
    { command: context }: RecordingContext,
  ): Promise<Transacted> {
    const command: RegisterLegalBasis = { kind: 'register', at, data };
    return transact(this.store, legalBasis, { id: data.number, prepare: () => command, context });
  }
}

import { FoldedStreams, transact } from '#libs/event-sourcing';
import type { EventStore, Transacted } from '#libs/event-sourcing';
import { ALL_TARIFFS, borderGate, foldGate, foldYard, tariffDecider, yard } from '#libs/truck-flow';
import type { Gate, TariffPublishedData, Yard } from '#libs/truck-flow';
import type { Reach, RecordingContext } from '../context';
import { LegalBases } from '../legal-basis/legal-bases';
import { GATE_NOT_FOUND, YARD_NOT_FOUND } from '../not-found';

/** Records tariffs. @throws Rejection; GATE_NOT_FOUND and YARD_NOT_FOUND also outside the caller's reach. */
export class TariffRecorder {
  private readonly gates: FoldedStreams<Gate>;
  private readonly yards: FoldedStreams<Yard>;

  private readonly bases: LegalBases;

  constructor(private readonly store: EventStore) {
    this.bases = new LegalBases(store);
    this.gates = new FoldedStreams(store, borderGate, foldGate);
    this.yards = new FoldedStreams(store, yard, foldYard);
  }

  /** The answer names the tariff, not the stream that all of them are. */
  async publish(
    { at, ...data }: TariffPublishedData & { readonly at: string },
    { reach, command: context }: RecordingContext,
  ): Promise<Transacted> {
    const prepare = async () => {
      await this.refuseOutOfReach(data, reach);
      await this.bases.require(data.legalBasis, data.effectiveFrom);
      return { kind: 'publish' as const, at, data };
    };
    const mayRepeat = () => this.refuseOutOfReach(data, reach);
    const transacted = await transact(this.store, tariffDecider, {
      id: ALL_TARIFFS,
      prepare,
      context,
      mayRepeat,
    });
    return { ...transacted, id: data.tariff };
  }

  /** What names neither gates nor yards is about all of them. */
  private async refuseOutOfReach({ gates, yards }: TariffPublishedData, reach: Reach): Promise<void> {
    if (gates === undefined && yards === undefined && !reach.everyGate) throw GATE_NOT_FOUND();
    for (const code of gates ?? []) await this.refuseGate(code, reach);
    for (const code of yards ?? []) await this.refuseYard(code, reach);
  }

  private async refuseGate(code: string, reach: Reach): Promise<void> {
    const { registered } = (await this.gates.read(code)).state;
    if (registered === undefined || !reach.gate(code)) throw GATE_NOT_FOUND();
  }

  private async refuseYard(code: string, reach: Reach): Promise<void> {
    const { registered } = (await this.yards.read(code)).state;
    if (registered === undefined || !reach.yard(code, registered.data.gate)) throw YARD_NOT_FOUND(code);
  }
}

import { FoldedStreams } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { Rejection, foldLegalBasis, isInForceOn, legalBasis, legalDay } from '#libs/truck-flow';
import type { LegalBasis } from '#libs/truck-flow';

/** The legal bases that are registered, for whatever has to rest on one. */
export class LegalBases {
  private readonly bases: FoldedStreams<LegalBasis>;

  constructor(store: EventReader) {
    this.bases = new FoldedStreams(store, legalBasis, foldLegalBasis);
  }

  /**
   * Does a basis carry what begins at `effectiveFrom` (RFC 3339)? When it was recorded does not matter.
   * @throws Rejection LEGAL_BASIS_UNKNOWN, LEGAL_BASIS_NOT_IN_FORCE; StreamDamaged
   */
  async require(number: string, effectiveFrom: string): Promise<void> {
    const { registered } = (await this.bases.read(number)).state;
    if (registered === undefined)
      throw new Rejection('LEGAL_BASIS_UNKNOWN', `no legal basis ${number} is registered`);
    const day = legalDay(Date.parse(effectiveFrom));
    if (!isInForceOn(registered.data, day))
      throw new Rejection('LEGAL_BASIS_NOT_IN_FORCE', `${number} is not in force on ${day}`);
  }
}

/* The driver's ticket: what of it is recorded, which one counts, and what of it is shown to nobody. */
import type { CorrectionData, EffectiveEvent, RecordedEvent } from '#libs/event-sourcing';
import { VISIT_CORRECTED } from './events';

interface Ticketed {
  readonly ticketHash?: string;
}

/** The hash of the ticket alone; nothing where there is none. */
export function ticketIn({ ticketHash }: Ticketed): Ticketed {
  return ticketHash === undefined ? {} : { ticketHash };
}

/**
 * Hash of the ticket that leads to the visit: of those that count today the one that was recorded last, whatever time it
 * names, so that no late report brings a lost one back. Undefined without any, and of a voided visit.
 */
export function ticketOf(effective: readonly EffectiveEvent[]): string | undefined {
  if (!effective.some(({ type }) => type === 'truckVisit.TruckArrived.v1')) return undefined;
  const issued = effective.filter(({ data }) => (data as Ticketed).ticketHash !== undefined);
  const last = issued.reduce<EffectiveEvent | undefined>(
    (latest, one) => (latest === undefined || one.revision > latest.revision ? one : latest),
    undefined,
  );
  return (last?.data as Ticketed | undefined)?.ticketHash;
}

/** Data of a recorded event without the hash of a ticket, corrected data included: no answer holds it. */
export function withoutTicket({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): unknown {
  if (type !== VISIT_CORRECTED) return withoutHash(data);
  const { corrected, ...rest } = data as CorrectionData;
  if (corrected === undefined) return data;
  return { ...rest, corrected: { ...corrected, data: withoutHash(corrected.data) } };
}

function withoutHash(data: unknown): unknown {
  const { ticketHash, ...rest } = data as Ticketed;
  return ticketHash === undefined ? data : rest;
}

import type { RecordedEvent } from '#libs/event-sourcing';
import { STEPS, TRUCK_VISIT, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Gate, Step, Visit } from '#libs/truck-flow';
import type { FoldedStream } from '#libs/projections';
import type { VisitSubject } from './subject';

/** A visit as views show it, with its gate as `gateOf` knows it. */
export function visitSubject(
  { id, recorded, effective, state: visit }: FoldedStream<Visit>,
  gateOf: (code: string) => Gate,
): VisitSubject {
  const gateCode = gateCodeOf(recorded, visit);
  return {
    category: TRUCK_VISIT.name,
    id,
    number: recorded[0]?.position ?? -1n,
    recorded,
    steps: effective as readonly Step[],
    visit,
    gate: gateOf(gateCode),
    gateCode,
  };
}

/** The gate that an arrival, or a correction of one, names. */
export function gateNamedIn({ type, data }: RecordedEvent): string | undefined {
  if (type === STEPS.arrival) return (data as { gate?: string } | null)?.gate;
  if (type !== VISIT_CORRECTED) return undefined;
  return (data as { corrected?: { data?: { gate?: string } } } | null)?.corrected?.data?.gate;
}

/** The gate of the effective arrival; without one that of the last arrival recorded, though it was corrected away. */
function gateCodeOf(recorded: readonly RecordedEvent[], visit: Visit): string {
  if (visit.arrival !== undefined) return visit.arrival.data.gate;
  const arrival = recorded.findLast((event) => event.type === STEPS.arrival);
  return (arrival?.data as { gate?: string } | undefined)?.gate ?? '';
}

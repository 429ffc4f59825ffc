/* Count of the trucks that a report overtakes, for the warning OUT_OF_TURN. */

import { LRUCache } from 'lru-cache';
import { effective, streamOf, unlessDamaged } from '#libs/event-sourcing';
import type { EventReader, Transacted } from '#libs/event-sourcing';
import { callAt, clears, foldVisit, goodsOf, isUnloading, STEPS, truckVisit } from '#libs/truck-flow';
import type { Gate, ReadStep, Visit } from '#libs/truck-flow';
import type { PlaceInLine, ShownVisits } from './shown-visits';

/** By these a truck goes, if by none before. */
const TURNS: readonly string[] = [
  STEPS['call-forward'],
  STEPS.handover,
  STEPS['container-cut'],
  STEPS['container-lift'],
  STEPS.transload,
  STEPS.crossing,
];
/** Visits that the views have not shown yet are read one by one; under load a warning is not worth more. */
const READ_AT_MOST = 50;
const REMEMBERED = 5_000;

/** A truck about to go: its visit as it was read, and the report by which it goes. */
export interface Going {
  readonly visitId: string;
  readonly visit: Visit;
  readonly report: ReadStep;
  readonly gate: Gate;
}

/**
 * How many trucks a report overtakes that were ahead in line and could have gone: for the warning OUT_OF_TURN, so it
 * refuses nothing. Counted in the views; what this process recorded since they were last brought up to date is read
 * from the log, so that trucks called one right after the other do not pass each other. What other processes have just
 * recorded may be missing, and everything while the views are not to be read, since no report waits for them; the
 * deviation, which is computed when it is asked for, has it.
 */
export class TurnOrder {
  private readonly recent = new LRUCache<string, { readonly gate: string; readonly position: bigint }>({
    max: REMEMBERED,
  });

  constructor(
    private readonly store: EventReader,
    private readonly shown: ShownVisits,
  ) {}

  /** To be called with everything that was recorded. */
  note(gate: string | undefined, { id, position, events }: Transacted): void {
    if (gate === undefined || events.length === 0) return;
    this.recent.set(id, { gate, position });
  }

  async passedBy(going: Going): Promise<number> {
    const { visit, report } = going;
    // One of two containers goes by itself; the truck keeps its place.
    if (isUnloading(report, visit)) return 0;
    if (!TURNS.includes(report.type) || hasGone(going) || visit.arrival === undefined) return 0;
    try {
      return await this.count(going, visit.arrival);
    } catch (error) {
      // Views that cannot be read stop no report.
      this.shown.failed(error);
      return 0;
    }
  }

  private async count(
    { visitId, report, gate }: Going,
    { time: arrivedAt, data }: NonNullable<Visit['arrival']>,
  ): Promise<number> {
    const position = this.shown.linePosition();
    if (position === undefined) return 0;
    const at = Date.parse(report.at);
    const unseen = this.unseenAt(data.gate, position);
    const place = { gate: data.gate, arrivedAt, visitId };
    const shown = this.shown.passedAt(place, { at, gate, without: unseen });
    const others = await Promise.all(
      unseen.filter((id) => id !== visitId).map((id) => unlessDamaged(this.visitOf(id))),
    );
    const passed = others.filter(
      (other) =>
        other !== undefined &&
        standsBefore(other.id, other.visit, place) &&
        this.couldGo(other.visit, gate, at),
    );
    return shown + passed.length;
  }

  /** The visits of a gate that were recorded behind a position of the log, the latest. */
  private unseenAt(gate: string, position: bigint): string[] {
    const unseen: string[] = [];
    for (const [id, noted] of this.recent.entries()) {
      if (noted.position <= position) this.recent.delete(id);
      else if (noted.gate === gate && unseen.length < READ_AT_MOST) unseen.push(id);
    }
    return unseen;
  }

  private couldGo(visit: Visit, gate: Gate, at: number): boolean {
    return this.shown.couldGo(visit, gate, at) && clears(gate, at, goodsOf(visit));
  }

  private async visitOf(id: string): Promise<{ readonly id: string; readonly visit: Visit }> {
    const { events } = await this.store.readStream(streamOf(truckVisit.category, id));
    return { id, visit: foldVisit(effective(events, truckVisit.order)) };
  }
}

/** A call that is over has not brought it away. */
function hasGone({ visit, report, gate }: Going): boolean {
  if ((visit.handover ?? visit.transfers[0] ?? visit.crossing) !== undefined) return true;
  return callAt(visit, gate, Date.parse(report.at)) !== undefined;
}

function standsBefore(id: string, { arrival }: Visit, place: PlaceInLine): boolean {
  if (arrival?.data.gate !== place.gate) return false;
  return arrival.time < place.arrivedAt || (arrival.time === place.arrivedAt && id < place.visitId);
}

import { effective, streamOf } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { claimsOf, foldVisit, nameOf, readContainerNumber, readPlate, truckVisit } from '#libs/truck-flow';
import type { StepBody } from '#libs/truck-flow';

const REMEMBERED = 10_000;

/**
 * What each visit may hold: the names under which its reports take their turn, so that a report that ends a hold
 * (a crossing, a return) stays in order with one that wants the same thing next. Bounded; what is forgotten is
 * read again.
 */
export class HeldThings {
  private readonly names = new Map<string, Set<string>>();

  constructor(private readonly store: EventReader) {}

  knows(visitId: string): boolean {
    return this.names.has(visitId);
  }

  /** Reads what a visit holds now, when it is not remembered. */
  async recall(visitId: string): Promise<void> {
    if (this.knows(visitId)) return;
    const { events } = await this.store.readStream(streamOf(truckVisit.category, visitId));
    this.remember(visitId, claimsOf(foldVisit(effective(events, truckVisit.order))).map(nameOf));
  }

  /** Names of the visit, of everything it may hold, and of everything the report mentions. */
  namesFor(visitId: string, body: StepBody): Set<string> {
    return this.remember(visitId, mentioned(body));
  }

  private remember(visitId: string, names: readonly string[]): Set<string> {
    const known = this.names.get(visitId) ?? new Set([`visit\n${visitId}`]);
    for (const name of names) known.add(name);
    if (this.names.size >= REMEMBERED) this.names.delete(this.names.keys().next().value ?? '');
    this.names.set(visitId, known);
    return known;
  }
}

function mentioned(body: StepBody): string[] {
  const { tractor, trailer, container, dedicatedDriver } = body as {
    tractor?: { plate: string };
    trailer?: { plate: string };
    container?: { number: string };
    dedicatedDriver?: string;
  };
  return [
    ...(tractor === undefined ? [] : [nameOf({ kind: 'tractor', id: readPlate(tractor.plate).plate })]),
    ...(trailer === undefined ? [] : [nameOf({ kind: 'trailer', id: readPlate(trailer.plate).plate })]),
    ...(container === undefined
      ? []
      : [nameOf({ kind: 'container', id: readContainerNumber(container.number) })]),
    ...(dedicatedDriver === undefined ? [] : [nameOf({ kind: 'driver', id: dedicatedDriver })]),
  ];
}

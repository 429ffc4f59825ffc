/* Visit lock names: the keys by which reports of visits are kept in order. */

import { LRUCache } from 'lru-cache';
import { effective, streamOf } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { normalText } from '#libs/text';
import {
  Rejection,
  claimsOf,
  foldVisit,
  nameOf,
  readContainerNumber,
  readPlate,
  truckVisit,
} from '#libs/truck-flow';
import type { StepBody } from '#libs/truck-flow';
import { visitsNamedIn } from './named-visits';

const REMEMBERED = 10_000;

/**
 * What each visit may hold, by name: a report that ends a hold (a crossing, a return) stays in order with one that wants
 * the same thing next. Bounded; what is forgotten is read again.
 */
export class VisitLockNames {
  private readonly names = new LRUCache<string, Set<string>>({ max: REMEMBERED });

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

  /**
   * Names of the visit, of everything it is known to hold, and of everything the report mentions, other visits
   * included. Remembered only where that is all it may hold: from its arrival or its stream on.
   */
  namesFor(visitId: string, body: StepBody, isArrival: boolean): Set<string> {
    const names = mentioned(body);
    if (isArrival || this.knows(visitId)) return this.remember(visitId, names);
    return new Set([ofVisit(visitId), ...names]);
  }

  /**
   * The same for a correction, whose corrected body nobody has checked yet: one with an unreadable plate is refused
   * when its turn has come.
   */
  namesForCorrection(visitId: string, corrected: object = {}): Set<string> {
    try {
      return this.namesFor(visitId, corrected as StepBody, false);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return new Set([ofVisit(visitId)]);
    }
  }

  private remember(visitId: string, names: readonly string[]): Set<string> {
    const known = this.names.get(visitId) ?? new Set([ofVisit(visitId)]);
    for (const name of names) known.add(name);
    this.names.set(visitId, known);
    return known;
  }
}

function ofVisit(visitId: string): string {
  return `visit\n${visitId}`;
}

/** Longer text names nothing; it is refused later, or is a corrected body whose shape nobody has checked yet. */
const LONGEST_NAME = 64;
/** A corrected body may list more before its shape is checked. */
const MOST_CONTAINERS = 2;

function mentioned(body: StepBody): string[] {
  const tractor = textIn(body['tractor'], 'plate');
  const trailer = textIn(body['trailer'], 'plate');
  const listed = Array.isArray(body['containers']) ? (body['containers'] as unknown[]) : [];
  const containers = [body['container'], ...listed.slice(0, MOST_CONTAINERS)].map((one) =>
    textIn(one, 'number'),
  );
  const driver = textIn(body, 'dedicatedDriver');
  const visits = visitsNamedIn(body).filter((id) => id.length <= LONGEST_NAME);
  return [
    ...visits.map(ofVisit),
    ...(tractor === undefined
      ? []
      : [nameOf({ kind: 'tractor', id: readPlate(tractor, { pointer: '/tractor/plate' }).plate })]),
    ...(trailer === undefined
      ? []
      : [nameOf({ kind: 'trailer', id: readPlate(trailer, { pointer: '/trailer/plate' }).plate })]),
    ...containers.flatMap((number) =>
      number === undefined ? [] : [nameOf({ kind: 'container', id: readContainerNumber(number) })],
    ),
    ...(driver === undefined ? [] : [nameOf({ kind: 'driver', id: normalText(driver) })]),
    ...receiverIn(body),
  ];
}

/** The vehicle that takes goods over: what is reported of its visit stays in order with this. */
function receiverIn({ toTractor, toVehicle }: StepBody): string[] {
  const pointer = `/${toTractor === undefined ? 'toVehicle' : 'toTractor'}/plate`;
  const plate = textIn(toTractor ?? toVehicle, 'plate');
  return plate === undefined ? [] : [nameOf({ kind: 'tractor', id: readPlate(plate, { pointer }).plate })];
}

function textIn(value: unknown, field: string): string | undefined {
  const text = (value as Readonly<Record<string, unknown>> | null | undefined)?.[field];
  return typeof text === 'string' && text.length <= LONGEST_NAME ? text : undefined;
}

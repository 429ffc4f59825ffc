/* View of the last change of each gate and yard, by which readers know that an answer still holds. */
import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '#libs/event-sourcing';
import { BORDER_GATE, POLICY_SET, TRUCK_VISIT, YARD } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import type { BorderSubject, BorderView } from '../subjects/subject';

/** A gate or a yard; what is shown of it comes from its own events and from those of the visits that named it. */
export type PlaceKind = 'GATE' | 'YARD';

/**
 * A view that others have beside them: the position of the last event that concerns a gate or a yard, and the latest event time of
 * all of them. While the position is the same, whatever was read of that place for a time after the latest is as it was, so
 * that readers need not read it again. Part of no answer.
 */
export const placeChanges: BorderView = {
  name: 'place-changes',
  version: 2,
  types: [
    ...TRUCK_VISIT.types,
    ...TRUCK_VISIT.internalTypes,
    ...BORDER_GATE.types,
    ...YARD.types,
    ...POLICY_SET.types,
  ],
  schema: `
    CREATE TABLE place_changes (
      place TEXT PRIMARY KEY,
      position INTEGER NOT NULL,
      latest_time INTEGER NOT NULL
    ) WITHOUT ROWID, STRICT;`,
  writer(db) {
    const write = db.prepare(
      `INSERT INTO place_changes VALUES (?, ?, ?) ON CONFLICT DO UPDATE
       SET position = max(position, excluded.position), latest_time = max(latest_time, excluded.latest_time)
       WHERE excluded.position > position OR excluded.latest_time > latest_time`,
    );
    return {
      replace(subject) {
        const last = subject.recorded.at(-1)?.position;
        if (last === undefined) return;
        const latest = latestTimeOf(subject);
        for (const place of placesOf(subject)) write.run(place, last, latest);
      },
    };
  },
};

/** What last concerned a place: a log position, and epoch milliseconds. */
export interface PlaceChange {
  readonly position: number;
  readonly latestTime: number;
}

const NOTHING: PlaceChange = { position: -1, latestTime: Number.MIN_SAFE_INTEGER };

export function lastChangeOf(db: DatabaseSync, kind: PlaceKind, code: string): PlaceChange {
  const row = statement(
    db,
    `SELECT max(position) AS position, max(latest_time) AS latestTime FROM place_changes
     WHERE place IN (?, '${EVERYWHERE}') HAVING count(*) > 0`,
  ).get(keyOf(kind, code));
  return (row as unknown as PlaceChange | undefined) ?? NOTHING;
}

/** In the place of a gate or yard: all of them, which a policy may concern. */
const EVERYWHERE = 'ALL';

function keyOf(kind: PlaceKind, code: string): string {
  return `${kind} ${code}`;
}

/** Of all that was recorded, whatever counts of it: so it never goes back. */
function latestTimeOf({ recorded }: BorderSubject): number {
  return Math.max(...recorded.flatMap(({ metadata, data }) => timesIn(metadata.eventTime, data)));
}

function timesIn(eventTime: string, data: unknown): number[] {
  const corrected = (data as { readonly corrected?: { readonly at?: string } } | null)?.corrected?.at;
  const own = Date.parse(eventTime);
  return corrected === undefined ? [own] : [own, Date.parse(corrected)];
}

/** Also those a visit was only said to have been at: it is no longer shown there. */
function placesOf(subject: BorderSubject): Set<string> {
  const { category, id, recorded } = subject;
  if (category === BORDER_GATE.name) return new Set([keyOf('GATE', id)]);
  if (category === YARD.name) return new Set([keyOf('YARD', id)]);
  if (category === POLICY_SET.name) return new Set([EVERYWHERE]);
  const places = new Set<string>();
  for (const event of recorded) addPlacesNamed(event, places);
  return places;
}

interface Placed {
  readonly gate?: string;
  readonly yard?: string;
  readonly yardOfPlace?: string;
}

function addPlacesNamed({ data }: RecordedEvent, places: Set<string>): void {
  const named = data as (Placed & { readonly corrected?: { readonly data?: Placed } }) | null;
  for (const { gate, yard, yardOfPlace } of [named ?? {}, named?.corrected?.data ?? {}]) {
    if (gate !== undefined) places.add(keyOf('GATE', gate));
    if (yard !== undefined) places.add(keyOf('YARD', yard));
    if (yardOfPlace !== undefined) places.add(keyOf('YARD', yardOfPlace));
  }
}

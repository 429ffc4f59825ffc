import type { DatabaseSync } from 'node:sqlite';
import { streamOf } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { changedTime } from './gate-change';
import { memberOf } from './subjects';
import type { Page, Subjects } from './subjects';
import { visitsTouched } from './visit-span';

/** Why a subject has to be shown anew. */
export interface Trigger {
  readonly type: string;
  readonly position: bigint;
}

/** The subjects of the events themselves, in the order of their first event. */
export function ownWork(events: readonly RecordedEvent[]): Map<string, Trigger[]> {
  const work = new Map<string, Trigger[]>();
  for (const event of events) {
    const triggers = work.get(event.stream);
    if (triggers !== undefined) triggers.push(event);
    else if (memberOf(event.stream) !== undefined) work.set(event.stream, [event]);
  }
  return work;
}

/**
 * Adds, after acts of a gate, the visits of that gate whose steps lie in the changed time or whose mode still
 * follows the gate (decision 11).
 */
export async function addVisitsOfGates(
  work: Map<string, Trigger[]>,
  db: DatabaseSync,
  subjects: Subjects,
  { events, page }: { readonly events: readonly RecordedEvent[]; readonly page: Page },
): Promise<void> {
  const acts = events.filter(({ stream }) => memberOf(stream)?.category === 'borderGate');
  for (const [stream, ofGate] of eventsByStream(acts)) {
    await subjects.load([stream], page);
    for (const visit of visitsOfChange(db, subjects, stream, ofGate)) {
      const triggers = work.get(visit);
      if (triggers === undefined) work.set(visit, [...ofGate]);
      else triggers.push(...ofGate);
    }
  }
}

/** The events by stream, each stream in revision order. */
export function eventsByStream(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
  const byStream = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const ofStream = byStream.get(event.stream);
    if (ofStream === undefined) byStream.set(event.stream, [event]);
    else ofStream.push(event);
  }
  return byStream;
}

/** Streams of the visits that may be shown otherwise after these acts of one gate. */
function visitsOfChange(
  db: DatabaseSync,
  subjects: Subjects,
  stream: string,
  acts: readonly RecordedEvent[],
): string[] {
  const [first, last] = [acts[0], acts.at(-1)];
  const gate = memberOf(stream)?.id;
  if (first === undefined || last === undefined || gate === undefined) return [];
  const [before, after] = [first.position - 1n, last.position].map((position) =>
    subjects.foldedGate(gate, position),
  );
  // A gate that cannot be folded fails by itself, as a subject, in every view that shows gates.
  if (before === undefined || after === undefined) return [];
  const changed = changedTime(before, after);
  if (changed === undefined) return [];
  return visitsTouched(db, gate, changed.from, changed.until).map((id) => streamOf('truckVisit', id));
}

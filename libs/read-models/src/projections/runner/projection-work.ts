import type { DatabaseSync } from 'node:sqlite';
import { streamOf } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { changedTime } from '../../visit-facts/gate-change';
import { memberOf } from '../subjects/subjects';
import type { Page, Subjects } from '../subjects/subjects';
import { visitsTouched } from '../../visit-facts/visit-span';

/** Why a subject has to be shown anew. */
export interface Trigger {
  readonly type: string;
  readonly position: bigint;
}

/** Subjects to be shown, by stream, in the order of their first event. */
export type Work = Map<string, readonly Trigger[]>;

/** The subjects of the events themselves. */
export function ownWork(byStream: Page['byStream']): Work {
  const work: Work = new Map();
  for (const [stream, events] of byStream) {
    if (memberOf(stream) !== undefined) work.set(stream, events);
  }
  return work;
}

/**
 * Adds, after acts of a gate, the visits of that gate whose steps lie in the changed time or whose mode still
 * follows the gate.
 */
export async function addVisitsOfGates(
  work: Work,
  db: DatabaseSync,
  subjects: Subjects,
  { byStream, page }: { readonly byStream: Page['byStream']; readonly page: Page },
): Promise<void> {
  for (const [stream, ofGate] of byStream) {
    if (memberOf(stream)?.category !== 'borderGate') continue;
    await subjects.load([stream], page);
    for (const visit of visitsOfChange(db, subjects, stream, ofGate)) {
      work.set(visit, [...(work.get(visit) ?? []), ...ofGate]);
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

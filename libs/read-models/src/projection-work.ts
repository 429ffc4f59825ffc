import type { DatabaseSync } from 'node:sqlite';
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

/** The streams to show anew, each with its reasons. */
export type Work = readonly (readonly [stream: string, triggers: readonly Trigger[]])[];

/**
 * The subjects a batch touches, in the order of their first event: those of its own events, and after a gate's act
 * the visits of that gate whose steps lie in the changed time or whose mode still follows the gate (decision 11).
 */
export async function planWork(
  db: DatabaseSync,
  subjects: Subjects,
  events: readonly RecordedEvent[],
  page: Page,
): Promise<Work> {
  const work = new Map<string, Trigger[]>();
  const add = (stream: string, trigger: Trigger): void => {
    const triggers = work.get(stream);
    if (triggers === undefined) work.set(stream, [trigger]);
    else triggers.push(trigger);
  };
  for (const { stream, type, position } of events) {
    if (memberOf(stream) !== undefined) add(stream, { type, position });
  }
  for (const [stream, acts] of eventsByStream(events)) {
    const member = memberOf(stream);
    if (member?.category !== 'borderGate') continue;
    await subjects.load([stream], page);
    for (const visit of visitsOfChange(db, subjects, member.id, acts)) {
      for (const { type, position } of acts) add(`truckVisit-${visit}`, { type, position });
    }
  }
  return [...work];
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

function visitsOfChange(
  db: DatabaseSync,
  subjects: Subjects,
  gate: string,
  acts: readonly RecordedEvent[],
): string[] {
  const [first, last] = [acts[0], acts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [before, after] = [first.position - 1n, last.position].map((position) =>
    subjects.foldedGate(gate, position),
  );
  // A gate that cannot be folded fails by itself, as a subject, in every view that shows gates.
  if (before === undefined || after === undefined) return [];
  const changed = changedTime(before, after);
  return changed === undefined ? [] : visitsTouched(db, gate, changed.from, changed.until);
}

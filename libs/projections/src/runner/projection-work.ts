import type { DatabaseSync } from 'node:sqlite';
import { streamOf } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { idIn } from '../catalogue/subject-kinds';
import type { AccompaniedKind, SubjectKinds } from '../catalogue/subject-kinds';
import type { Page, Subjects } from '../subjects/subjects';

/** Why a subject has to be shown anew. */
export interface Trigger {
  readonly type: string;
  readonly position: bigint;
}

/** Subjects to be shown, by stream, in the order of their first event. */
export type Work = Map<string, readonly Trigger[]>;

/** The subjects of the events themselves. */
export function ownWork(byStream: Page['byStream'], kinds: SubjectKinds): Work {
  const work: Work = new Map();
  for (const [stream, events] of byStream) {
    if (kinds.kindOf(stream) !== undefined) work.set(stream, events);
  }
  return work;
}

/** Adds the subjects of a kind that events of their companions may have changed. */
export async function addAccompanied(
  work: Work,
  { category, companion }: AccompaniedKind,
  { db, subjects, byStream, page }: Reading,
): Promise<void> {
  for (const [stream, events] of byStream) {
    if (subjects.kinds.kindOf(stream)?.category.name !== companion.category) continue;
    await subjects.load([stream], page);
    const id = idIn(stream);
    const change = changeOf(subjects, { companion, id }, events);
    if (change === undefined) continue;
    for (const one of companion.touched(db, id, change)) {
      const touched = streamOf(category.name, one);
      work.set(touched, [...(work.get(touched) ?? []), ...events]);
    }
  }
}

/** What is read to find the work of a page; `byStream`: the events of it that count. */
interface Reading {
  readonly db: DatabaseSync;
  readonly subjects: Subjects;
  readonly byStream: Page['byStream'];
  readonly page: Page;
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

/** The states of a companion before and after these events of it; undefined when it cannot be folded. */
function changeOf(
  subjects: Subjects,
  { companion, id }: Pick<AccompaniedKind, 'companion'> & { readonly id: string },
  events: readonly RecordedEvent[],
): { readonly before: unknown; readonly after: unknown } | undefined {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  try {
    const [before, after] = [first.position - 1n, last.position].map((position) =>
      subjects.state(companion, id, position),
    );
    return { before, after };
  } catch {
    // It fails by itself, as a subject, in every view that shows it.
    return undefined;
  }
}

import { unreadableIn } from '#libs/event-sourcing';
import type { Damage, RecordedEvent } from '#libs/event-sourcing';
import type { DamageMarks } from '../damage/damaged-streams';
import { isAcceptance } from '../damage/damaged-streams';
import type { Trigger } from '../runner/projection-work';
import { show } from './view-progress';
import type { ViewProgress, SubjectWork } from './view-progress';
import { damageAt } from '../subjects/subject-history';
import type { Page, Subjects } from '../subjects/subjects';

/** What of a page is shown where streams may be damaged. */
export interface Showing {
  readonly views: readonly ViewProgress[];
  readonly subjects: Subjects;
  readonly marks: DamageMarks;
  readonly page: Page;
}

/**
 * Shows some subjects: of a damaged stream only what was before the damage, so its rows stay as they were, whatever
 * comes of it or of its companion later. A stream that has nothing to be shown is not read, which could take long.
 */
export async function showWhole(showing: Showing, work: readonly SubjectWork[]): Promise<void> {
  const { views, subjects, marks, page } = showing;
  const shown = work.flatMap((one) => beforeDamage(one, damageKnown(showing, one.stream)) ?? []);
  await subjects.load(
    shown.map(({ stream }) => stream),
    page,
  );
  for (const one of shown) {
    const damage = subjects.damage(one.stream);
    const before = beforeDamage(one, damage);
    if (before !== undefined) show(views, subjects, before);
    if (damage !== undefined) marks.add(damage);
  }
}

/** The events before what is known to be damage, by stream. */
export function soundEvents(showing: Showing, byStream: Page['byStream']): Page['byStream'] {
  const sound = new Map<string, readonly RecordedEvent[]>();
  for (const [stream, events] of byStream) {
    const damage = damageKnown(showing, stream);
    const before =
      damage === undefined ? events : events.filter(({ position }) => position < damage.position);
    if (before.length > 0) sound.set(stream, before);
  }
  return sound;
}

/** Notes what the events of a page tell of damage by themselves, and who has looked at some. */
export function noteDamage({ marks, page }: Pick<Showing, 'marks' | 'page'>): void {
  for (const events of page.byStream.values()) {
    const damage = damageTold(events);
    if (damage !== undefined) marks.add(damage);
    for (const event of events) if (isAcceptance(event)) marks.accept(event);
  }
}

function damageKnown({ marks, page }: Showing, stream: string): Damage | undefined {
  return marks.of(stream) ?? damageTold(page.byStream.get(stream) ?? []);
}

function damageTold(events: readonly RecordedEvent[]): Damage | undefined {
  for (const event of events) {
    const unreadable = unreadableIn(event);
    if (unreadable !== undefined) return damageAt(event, unreadable.damage);
  }
  return undefined;
}

/** Undefined when nothing is left of it. */
function beforeDamage(work: SubjectWork, damage: Damage | undefined): SubjectWork | undefined {
  if (damage === undefined || damage.position > work.upTo) return work;
  const triggers = work.triggers.filter(({ position }: Trigger) => position < damage.position);
  return triggers.length === 0 ? undefined : { ...work, triggers, upTo: damage.position - 1n };
}

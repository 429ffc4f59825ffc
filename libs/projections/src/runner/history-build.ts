/* Bulk load: fills an empty view database stream by stream instead of event by event. */
import type { DatabaseSync } from 'node:sqlite';
import type { EventReader, RecordedEvent } from '#libs/event-sourcing';
import { ACCEPTANCES } from '../damage/damaged-streams';
import type { DamageMarks } from '../damage/damaged-streams';
import { advance, ViewFailure } from './view-progress';
import type { ViewProgress } from './view-progress';
import { noteDamage, showWhole } from './set-aside';
import type { SubjectKinds } from '../catalogue/subject-kinds';
import { Subjects, upTo } from '../subjects/subjects';

/** A log that can be read stream by stream. */
export type HistoryLog = Required<EventReader>;

/** Does this engine read stream by stream? */
export function readsHistories(log: EventReader): log is HistoryLog {
  return log.readHistories !== undefined;
}

/**
 * Fills the views of a file that has no rows yet, stream by stream: every subject is read, folded and shown once,
 * as it was recorded up to the position the log had at the beginning. That gives the rows of following the log event
 * by event, because the rows of a subject are a function of its history and of its companion's. Rows and
 * checkpoints of all views commit together, in one transaction at the end.
 */
export class HistoryBuild {
  private readonly subjects: Subjects;
  private readonly categories: readonly string[];
  private cursor: bigint | null = null;
  /** The last event that is shown, and some before it. */
  private landmarks: readonly RecordedEvent[] = [];

  constructor(
    private readonly db: DatabaseSync,
    private readonly views: readonly ViewProgress[],
    private readonly from: {
      readonly log: HistoryLog;
      readonly kinds: SubjectKinds;
      readonly marks: DamageMarks;
    },
  ) {
    this.subjects = new Subjects(from.log, from.kinds, 0);
    this.categories = [...new Set(views.flatMap(({ categories }) => [...categories])), ACCEPTANCES];
  }

  /**
   * Shows streams with about this many events. False when nothing is left for it to do: all is committed, or a view
   * failed and all is taken back; then the log is followed from the checkpoints.
   */
  async step(events: number): Promise<boolean> {
    if (!this.db.isTransaction) {
      this.landmarks = await this.readLandmarks();
      this.db.exec('BEGIN IMMEDIATE');
    }
    try {
      return await this.showPages(events);
    } catch (error) {
      this.db.exec('ROLLBACK');
      this.from.marks.rolledBack();
      if (error instanceof ViewFailure) return false;
      throw error;
    }
  }

  /** At distances that double: a later comparison of logs finds how far they agree. */
  private async readLandmarks(): Promise<readonly RecordedEvent[]> {
    const last = await this.from.log.lastPosition();
    const found: RecordedEvent[] = [];
    for (let back = 0n; back <= last; back = back * 2n + 1n) {
      const event = await this.from.log.readAt(last - back);
      if (event !== undefined) found.push(event);
    }
    return found.reverse();
  }

  private async showPages(events: number): Promise<boolean> {
    const end = this.landmarks.at(-1);
    for (let shown = 0; shown < events;) {
      const { histories, next } = await this.from.log.readHistories(this.categories, this.cursor);
      if (end !== undefined) shown += await this.showAll(histories, end.position);
      this.cursor = next;
      if (next === null) {
        this.commit();
        return false;
      }
    }
    return true;
  }

  private async showAll(
    histories: ReadonlyMap<string, readonly RecordedEvent[]>,
    position: bigint,
  ): Promise<number> {
    const byStream = new Map<string, readonly RecordedEvent[]>();
    let events = 1;
    for (const [stream, history] of histories) {
      const recorded = upTo(history, position);
      if (recorded.length === 0) continue;
      byStream.set(stream, recorded);
      events += recorded.length;
    }
    const page = { last: position, events, byStream };
    const showing = { views: this.views, subjects: this.subjects, marks: this.from.marks, page };
    const work = [...byStream].map(([stream, triggers]) => ({ stream, triggers, upTo: position }));
    await showWhole(showing, work);
    noteDamage(showing);
    this.subjects.trim();
    return events;
  }

  private commit(): void {
    advance(this.db, this.views, this.landmarks);
    this.db.exec('COMMIT');
    this.from.marks.committed();
    const end = this.landmarks.at(-1);
    if (end !== undefined) for (const one of this.views) one.position = end.position;
  }
}

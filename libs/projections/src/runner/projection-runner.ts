/* Projection runner: applies batches of the log to the views of one database, a transaction each. */
import type { DatabaseSync } from 'node:sqlite';
import type { After, RecordedEvent } from '#libs/event-sourcing';
import { SubjectKinds } from '../catalogue/subject-kinds';
import type { AccompaniedKind, ViewCatalogue } from '../catalogue/subject-kinds';
import { HistoryBuild } from './history-build';
import type { HistoryLog } from './history-build';
import { DamageMarks, damagedStreams } from '../damage/damaged-streams';
import { landmarksOf, markAt } from '../log/log-marks';
import { addAccompanied, eventsByStream, ownWork } from './projection-work';
import { advance, progressOfViews, ViewFailure } from './view-progress';
import type { ViewProgress } from './view-progress';
import { noteDamage, showWhole, soundEvents } from './set-aside';
import { Subjects } from '../subjects/subjects';
import type { Page } from '../subjects/subjects';
import { ViewCheckpoints } from '../files/view-database';
import type { HistoryReader } from '../subjects/whole-streams';

/** A view that does not go on: the event it stopped at and why. */
export interface StoppedView {
  readonly name: string;
  readonly position: bigint;
  readonly error: Error;
}

export interface RunnerOptions {
  readonly onStopped?: (stopped: StoppedView) => void;
  /** A file without rows is then filled stream by stream, before it follows the log. */
  readonly log?: HistoryLog;
}

/** Events of streams kept in memory between batches. Enough for the trucks that move within a few days; about 15 MB. */
const HISTORY_EVENTS = 8_000;
/** Subjects that are read and written in one go, so that a gate act over thousands of visits needs little memory. */
const CHUNK = 500;

/**
 * Brings the views of one file up to the log, a batch a transaction: rows and checkpoints of all views commit
 * together, each event acts on each view exactly once (P-06), and a view whose writer fails stops alone at the
 * event before, while the others go on (P-15).
 */
export class ProjectionRunner {
  private readonly running: ViewProgress[];
  private readonly checkpoints: ViewCheckpoints;
  private readonly subjects: Subjects;
  private readonly marks: DamageMarks;
  /** The kinds whose companions are followed in this file. */
  private readonly accompanied: readonly AccompaniedKind[];
  private build: HistoryBuild | undefined;

  constructor(
    private readonly db: DatabaseSync,
    /** `views`: all that the file holds. */
    { views, kinds }: ViewCatalogue,
    reader: HistoryReader,
    private readonly options: RunnerOptions = {},
  ) {
    const { log } = options;
    this.checkpoints = new ViewCheckpoints(db);
    const byStream = new SubjectKinds(kinds);
    this.subjects = new Subjects(reader, byStream, HISTORY_EVENTS);
    this.marks = new DamageMarks(views.includes(damagedStreams) ? db : undefined, byStream);
    this.accompanied = byStream.accompanied.filter(({ companion }) => views.includes(companion.index));
    this.running = progressOfViews(db, views);
    this.build =
      log === undefined || this.position >= 0n
        ? undefined
        : new HistoryBuild(db, this.running, { log, kinds: byStream, marks: this.marks });
  }

  /** Position up to which every running view has followed; of all views when none runs. */
  get position(): bigint {
    const alive = this.running.filter((one) => !one.isStopped);
    const positions = (alive.length === 0 ? this.running : alive).map((one) => one.position);
    return positions.reduce((least, position) => (position < least ? position : least));
  }

  /** Where it goes on: behind the event at `position`, which has to be there. */
  get place(): After {
    const { position } = this;
    return markAt(this.db, position) ?? position;
  }

  /** Does any view still follow? */
  get isRunning(): boolean {
    return this.running.some((one) => !one.isStopped);
  }

  /** Fills a file without rows, about this many events at a time. False once only following is left to do. */
  async fill(events: number): Promise<boolean> {
    if (this.build === undefined) return false;
    if (await this.build.step(events)) return true;
    this.build = undefined;
    return false;
  }

  /**
   * Shows one batch of the log, in log order, without a gap to the batch before. Events that a view has seen are
   * passed over. Rejects when the file cannot be written, or another runner moved it; then nothing has changed.
   */
  async project(batch: readonly RecordedEvent[]): Promise<void> {
    const last = batch.at(-1);
    if (last === undefined) return;
    const page = { last: last.position, events: batch.length, byStream: eventsByStream(batch) };
    this.subjects.absorb(page.byStream);
    const news = newerThan(batch, this.position);
    for (;;) {
      const behind = this.running.filter((one) => !one.isStopped && one.position < last.position);
      const failure = await this.attempt(news, page, behind);
      if (failure === undefined) break;
      await this.stopAtFault(failure.running, news, page);
      // The others may be far ahead: what comes next need not follow on what was read for this view.
      this.subjects.clear();
    }
    this.subjects.trim();
  }

  /** One transaction. Answers the first view that failed, after taking everything back. */
  private async attempt(
    events: readonly RecordedEvent[],
    page: Page,
    views: readonly ViewProgress[],
  ): Promise<ViewFailure | undefined> {
    const last = events.at(-1);
    if (last === undefined || views.length === 0) return undefined;
    const blind = this.withoutIndex(events, views);
    if (blind !== undefined) return blind;
    this.db.exec('BEGIN IMMEDIATE');
    try {
      await this.showAll(events, page, views);
      advance(this.db, views, landmarksOf(events));
      this.db.exec('COMMIT');
    } catch (error) {
      this.marks.rolledBack();
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      if (error instanceof ViewFailure) return error;
      throw error;
    }
    for (const one of views) one.position = last.position;
    this.marks.committed();
    return undefined;
  }

  private async showAll(
    events: readonly RecordedEvent[],
    page: Page,
    views: readonly ViewProgress[],
  ): Promise<void> {
    const upTo = events.at(-1)?.position ?? -1n;
    const showing = { views, subjects: this.subjects, marks: this.marks, page };
    const byStream = soundEvents(
      showing,
      events.length === page.events ? page.byStream : eventsByStream(events),
    );
    const { db, subjects } = this;
    const touched = ownWork(byStream, subjects.kinds);
    for (const kind of this.accompanied)
      await addAccompanied(touched, kind, { db, subjects, byStream, page });
    const work = [...touched];
    for (let start = 0; start < work.length; start += CHUNK) {
      const chunk = work.slice(start, start + CHUNK);
      await showWhole(
        showing,
        chunk.map(([stream, triggers]) => ({ stream, triggers, upTo })),
      );
      if (work.length > CHUNK) this.subjects.trim();
    }
    noteDamage(showing);
  }

  /** Where the index of a companion has stopped, nobody knows which subjects an event of a companion touches. */
  private withoutIndex(
    events: readonly RecordedEvent[],
    views: readonly ViewProgress[],
  ): ViewFailure | undefined {
    for (const { category, companion } of this.accompanied) {
      const { name } = companion.index;
      if (!this.running.some(({ view, isStopped }) => isStopped && view.name === name)) continue;
      if (
        !events.some(({ stream }) => this.subjects.kinds.kindOf(stream)?.category.name === companion.category)
      )
        continue;
      const one = views.find(
        ({ categories }) => categories.has(companion.category) && categories.has(category.name),
      );
      if (one !== undefined) return new ViewFailure(one, new Error(`${name} has stopped`));
    }
    return undefined;
  }

  /** Takes the failed view through the batch event by event, so that it stops right before what it cannot show. */
  private async stopAtFault(one: ViewProgress, batch: readonly RecordedEvent[], page: Page): Promise<void> {
    for (const event of batch.filter(({ position }) => position > one.position)) {
      const failure = await this.attempt([event], page, [one]);
      if (failure === undefined) continue;
      const { name, version } = one.view;
      this.checkpoints.fail(name, version, event.position, failure.cause.message);
      one.isStopped = true;
      this.options.onStopped?.({ name, position: event.position, error: failure.cause });
      return;
    }
  }
}

/** The events after a position; the batch itself when that is all of it. */
function newerThan(batch: readonly RecordedEvent[], seen: bigint): readonly RecordedEvent[] {
  const [first] = batch;
  if (first === undefined || first.position > seen) return batch;
  return batch.filter(({ position }) => position > seen);
}

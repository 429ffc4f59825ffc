import type { DatabaseSync } from 'node:sqlite';
import { CheckpointMismatch } from '#libs/event-sourcing';
import type { EventReader, RecordedEvent } from '#libs/event-sourcing';
import { addVisitsOfGates, eventsByStream, ownWork } from './projection-work';
import type { Trigger } from './projection-work';
import { asError, isStorageFailure } from './storage-failure';
import { isKnownType, memberOf, Subjects } from './subjects';
import type { Category, Page } from './subjects';
import type { Subject, View, ViewWriter } from './view';
import { readCheckpoints, ViewCheckpoints } from './view-file';
import { visitSpan } from './visit-span';

/** A view that does not go on: the event it stopped at and why. */
export interface StoppedView {
  readonly name: string;
  readonly position: bigint;
  readonly error: Error;
}

export interface RunnerOptions {
  /** Events of the streams kept in memory between batches. */
  readonly historyEvents?: number;
  readonly onStopped?: (stopped: StoppedView) => void;
}

/** Enough for the trucks that move within a few days; about 15 MB. */
const HISTORY_EVENTS = 8_000;
/** Subjects that are read and written in one go, so that a gate act over thousands of visits needs little memory. */
const CHUNK = 500;

interface RunningView {
  readonly view: View;
  readonly writer: ViewWriter;
  readonly types: ReadonlySet<string>;
  readonly categories: ReadonlySet<Category>;
  position: bigint;
  isStopped: boolean;
}

/** A view's own fault, as opposed to the disk's. */
class ViewFailure extends Error {
  override readonly name = 'ViewFailure';
  constructor(
    readonly running: RunningView,
    override readonly cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

/**
 * Brings the views of one file up to the log, a batch a transaction: rows and checkpoints of all views commit
 * together, each event acts on each view exactly once (P-06), and a view whose writer fails stops alone at the
 * event before, while the others go on (P-15).
 */
export class ProjectionRunner {
  private readonly running: RunningView[];
  private readonly checkpoints: ViewCheckpoints;
  private readonly subjects: Subjects;
  private readonly hasSpans: boolean;

  constructor(
    private readonly db: DatabaseSync,
    views: readonly View[],
    reader: Pick<EventReader, 'readStream'>,
    private readonly options: RunnerOptions = {},
  ) {
    this.checkpoints = new ViewCheckpoints(db);
    this.subjects = new Subjects(reader, options.historyEvents ?? HISTORY_EVENTS);
    this.hasSpans = views.includes(visitSpan);
    const positions = new Map(readCheckpoints(db).map(({ name, position }) => [name, position ?? -1n]));
    this.running = views.map((view) => ({
      view,
      writer: view.writer(db),
      types: new Set(view.types),
      categories: categoriesOf(view),
      position: positions.get(view.name) ?? -1n,
      isStopped: false,
    }));
  }

  /** Position up to which every running view has followed; of all views when none runs. */
  get position(): bigint {
    const alive = this.running.filter((one) => !one.isStopped);
    const positions = (alive.length === 0 ? this.running : alive).map((one) => one.position);
    return positions.reduce((least, position) => (position < least ? position : least));
  }

  /** Does any view still follow? */
  get isRunning(): boolean {
    return this.running.some((one) => !one.isStopped);
  }

  /**
   * Shows one batch of the log, in log order, without a gap to the batch before. Events that a view has seen are
   * passed over. Rejects when the file cannot be written, or another runner moved it; then nothing has changed.
   */
  async project(batch: readonly RecordedEvent[]): Promise<void> {
    const last = batch.at(-1);
    if (last === undefined) return;
    const page = { last: last.position, byStream: eventsByStream(batch) };
    this.subjects.absorb(page.byStream);
    const { position: seen } = this;
    const news = batch.filter(({ position }) => position > seen);
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
    views: readonly RunningView[],
  ): Promise<ViewFailure | undefined> {
    const last = events.at(-1);
    if (last === undefined || views.length === 0) return undefined;
    const blind = this.withoutSpans(events, views);
    if (blind !== undefined) return blind;
    this.db.exec('BEGIN IMMEDIATE');
    try {
      await this.showAll(events, page, views);
      for (const one of views) this.advance(one, last);
      this.db.exec('COMMIT');
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      if (error instanceof ViewFailure) return error;
      throw error;
    }
    for (const one of views) one.position = last.position;
    return undefined;
  }

  private async showAll(
    events: readonly RecordedEvent[],
    page: Page,
    views: readonly RunningView[],
  ): Promise<void> {
    const upTo = events.at(-1)?.position ?? -1n;
    const touched = ownWork(events);
    if (this.hasSpans) await addVisitsOfGates(touched, this.db, this.subjects, { events, page });
    const work = [...touched];
    for (let start = 0; start < work.length; start += CHUNK) {
      const chunk = work.slice(start, start + CHUNK);
      await this.subjects.load(
        chunk.map(([stream]) => stream),
        page,
      );
      for (const [stream, triggers] of chunk) this.show(views, { stream, triggers, upTo });
      if (work.length > CHUNK) this.subjects.trim();
    }
  }

  /** Without the spans nobody knows which visits an act of a gate touches. */
  private withoutSpans(
    events: readonly RecordedEvent[],
    views: readonly RunningView[],
  ): ViewFailure | undefined {
    const isBlind = this.running.some(({ view, isStopped }) => isStopped && view.name === visitSpan.name);
    if (!isBlind || !events.some(({ stream }) => memberOf(stream)?.category === 'borderGate'))
      return undefined;
    const one = views.find(({ categories }) => categories.has('borderGate') && categories.has('truckVisit'));
    return one && new ViewFailure(one, new Error(`${visitSpan.name} has stopped`));
  }

  private show(
    views: readonly RunningView[],
    work: { readonly stream: string; readonly triggers: readonly Trigger[]; readonly upTo: bigint },
  ): void {
    const category = memberOf(work.stream)?.category;
    if (category === undefined) return;
    let subject: Subject | undefined;
    for (const one of views) {
      if (!one.categories.has(category)) continue;
      try {
        if (!isShown(one, work.triggers)) continue;
        subject ??= this.subjects.subject(work.stream, work.upTo);
        if (subject !== undefined) one.writer.replace(subject);
      } catch (error) {
        if (isStorageFailure(error)) throw error;
        throw new ViewFailure(one, asError(error));
      }
    }
  }

  private advance({ view, position }: RunningView, last: RecordedEvent): void {
    const move = { expected: position < 0n ? null : position, next: last.position };
    const outcome = this.checkpoints.store(view.name, view.version, move, last.metadata.recordTime);
    if (outcome !== 'STORED') throw new CheckpointMismatch(view.name, outcome, move);
  }

  /** Takes the failed view through the batch event by event, so that it stands right before what it cannot show. */
  private async stopAtFault(one: RunningView, batch: readonly RecordedEvent[], page: Page): Promise<void> {
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

/**
 * Is there something new for this view? What it has seen before counts no more.
 * @throws when the domain does not know the type of an event.
 */
function isShown({ types, position }: RunningView, triggers: readonly Trigger[]): boolean {
  let shown = false;
  for (const trigger of triggers) {
    if (trigger.position <= position) continue;
    if (types.has(trigger.type)) shown = true;
    else if (!isKnownType(trigger.type)) throw new Error(`unknown event type ${trigger.type}`);
  }
  return shown;
}

/** Categories whose subjects a view is shown, from the types it declares. */
function categoriesOf(view: View): Set<Category> {
  return new Set(view.types.map((type) => type.slice(0, type.indexOf('.')) as Category));
}

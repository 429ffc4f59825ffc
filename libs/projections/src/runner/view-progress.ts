/* Progress of one view in one database: its position, and the step that replaces rows and moves it on. */
import type { DatabaseSync } from 'node:sqlite';
import { CheckpointMismatch } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { remember } from '../log/log-marks';
import type { Trigger } from './projection-work';
import { asError, isStorageFailure } from '../sql/storage-failure';
import type { Subjects } from '../subjects/subjects';
import type { Subject, View, ViewWriter } from '../catalogue/view';
import { readCheckpoints, ViewCheckpoints } from '../files/view-database';

/** A view with its rows in one file, and how far it has come. */
export interface ViewProgress {
  readonly view: View;
  readonly writer: ViewWriter;
  readonly types: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
  position: bigint;
  isStopped: boolean;
}

/** A view's own fault, as opposed to the disk's. */
export class ViewFailure extends Error {
  override readonly name = 'ViewFailure';
  constructor(
    readonly running: ViewProgress,
    override readonly cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

/** Views with the positions at which a file has them. */
export function progressOfViews(db: DatabaseSync, views: readonly View[]): ViewProgress[] {
  const positions = new Map(readCheckpoints(db).map(({ name, position }) => [name, position ?? -1n]));
  return views.map((view) => ({
    view,
    writer: view.writer(db),
    types: new Set(view.types),
    categories: new Set(view.types.map(categoryOf)),
    position: positions.get(view.name) ?? -1n,
    isStopped: false,
  }));
}

function categoryOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

/** A subject that may have to be shown, and why. */
export interface SubjectWork {
  readonly stream: string;
  readonly triggers: readonly Trigger[];
  /** It is shown as it was recorded up to this position. */
  readonly upTo: bigint;
}

/** Replaces the rows of one loaded subject in every view that it is new to. @throws ViewFailure */
export function show(
  views: readonly ViewProgress[],
  subjects: Subjects,
  { stream, triggers, upTo }: SubjectWork,
): void {
  const { kinds } = subjects;
  const category = kinds.kindOf(stream)?.category.name;
  if (category === undefined) return;
  const unknown = triggers.filter(({ type }) => !kinds.isKnownType(type));
  let subject: Subject | undefined;
  for (const one of views) {
    if (!one.categories.has(category)) continue;
    try {
      assertKnown(one, unknown);
      if (!isShown(one, triggers)) continue;
      subject ??= subjects.subject(stream, upTo);
      if (subject !== undefined) one.writer.replace(subject);
    } catch (error) {
      if (isStorageFailure(error)) throw error;
      throw new ViewFailure(one, asError(error));
    }
  }
}

/** Is there something new for this view? What it has seen before counts no more. */
function isShown({ types, position }: ViewProgress, triggers: readonly Trigger[]): boolean {
  return triggers.some((trigger) => trigger.position > position && types.has(trigger.type));
}

/** @throws when the domain does not know the type of an event that is new to this view. */
function assertKnown({ types, position }: ViewProgress, unknown: readonly Trigger[]): void {
  const found = unknown.find((trigger) => trigger.position > position && !types.has(trigger.type));
  if (found !== undefined) throw new Error(`unknown event type ${found.type}`);
}

/**
 * Moves the checkpoints of views to where a batch ended, inside the transaction of its rows; `landmarks` end there.
 * @throws CheckpointMismatch
 */
export function advance(
  db: DatabaseSync,
  views: readonly ViewProgress[],
  landmarks: readonly RecordedEvent[],
): void {
  const last = landmarks.at(-1);
  if (last === undefined) return;
  const checkpoints = new ViewCheckpoints(db);
  for (const { view, position } of views) {
    const move = { expected: position < 0n ? null : position, next: last.position };
    const outcome = checkpoints.store(view.name, view.version, move, last.metadata.recordTime);
    if (outcome !== 'STORED') throw new CheckpointMismatch(view.name, outcome, move);
  }
  remember(db, landmarks);
}

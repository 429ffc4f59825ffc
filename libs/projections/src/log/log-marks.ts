/* Log marks: which events the views of a database were built from, by which their log is recognised. */
import type { DatabaseSync } from 'node:sqlite';
import { isMarked, LogForked } from '#libs/event-sourcing';
import type { EventMark, EventReader, RecordedEvent } from '#libs/event-sourcing';
import { statement } from '../sql/statements';
import { readCheckpoints } from '../files/view-database';

/** An event at which views had a checkpoint, and when it was recorded, RFC 3339 UTC. */
export interface RememberedEvent extends EventMark {
  readonly recordTime: string;
}

/** So many are remembered, and of those before them one of so many. */
const KEPT = 1_000;
/** Of a batch its end, and one of so many events before it. */
const STEP = 100;

/** What is worth to be remembered of a batch, its end last. */
export function landmarksOf(batch: readonly RecordedEvent[]): readonly RecordedEvent[] {
  return batch.length <= STEP
    ? batch.slice(-1)
    : batch.filter((_, index) => (batch.length - 1 - index) % STEP === 0);
}

/** Remembers events in the order of the log, inside the transaction that shows them. */
export function remember(db: DatabaseSync, events: readonly RecordedEvent[]): void {
  const insert = statement(
    db,
    `INSERT INTO projection_mark (position, stream, revision, hash, record_time) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const forget = statement(
    db,
    `DELETE FROM projection_mark WHERE id = ? AND id % ${KEPT} <> 1
       AND position NOT IN (SELECT position FROM projection_checkpoint WHERE position IS NOT NULL)`,
  );
  for (const { position, stream, revision, metadata } of events) {
    const { lastInsertRowid } = insert.run(position, stream, revision, metadata.hash, metadata.recordTime);
    forget.run(Number(lastInsertRowid) - KEPT);
  }
}

const COLUMNS = `CAST(position AS TEXT) AS position, stream, CAST(revision AS TEXT) AS revision, hash,
  record_time AS recordTime`;

interface MarkRow {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly hash: string;
  readonly recordTime: string;
}

function shown({ position, revision, ...mark }: MarkRow): RememberedEvent {
  return { ...mark, position: BigInt(position), revision: BigInt(revision) };
}

/** The remembered event at a position; undefined when none is. */
export function markAt(db: DatabaseSync, position: bigint): EventMark | undefined {
  const row = statement(db, `SELECT ${COLUMNS} FROM projection_mark WHERE position = ?`).get(position);
  return row && shown(row as unknown as MarkRow);
}

/**
 * Checks that the log holds the events at the checkpoints of a file. A file of an older version remembers none of them:
 * there an event is accepted when it was recorded at the very millisecond that the checkpoint names, because a log that
 * went back records later what it puts there. Returns the events accepted like that, to be remembered.
 * @throws LogForked
 */
export async function recognise(
  db: DatabaseSync,
  log: Pick<EventReader, 'readAt'>,
): Promise<readonly RecordedEvent[]> {
  const unmarked: RecordedEvent[] = [];
  const times = new Map(readCheckpoints(db).map(({ position, recordTime }) => [position, recordTime]));
  for (const [position, recordTime] of times) {
    if (position === null) continue;
    const mark = hasMarks(db) ? markAt(db, position) : undefined;
    const found = await log.readAt(position);
    const isKnown = mark === undefined ? found?.metadata.recordTime === recordTime : isMarked(found, mark);
    if (!isKnown) throw new LogForked(mark ?? position);
    if (mark === undefined && found !== undefined) unmarked.push(found);
  }
  return unmarked;
}

/** The last event of those that are remembered which the log holds too; null when it holds none. */
export async function lastCommon(
  db: DatabaseSync,
  log: Pick<EventReader, 'readAt'>,
): Promise<RememberedEvent | null> {
  if (!hasMarks(db)) return null;
  const rows = statement(
    db,
    `SELECT ${COLUMNS} FROM projection_mark ORDER BY projection_mark.position`,
  ).all();
  const marks = (rows as unknown as MarkRow[]).map(shown);
  let [held, gone] = [-1, marks.length];
  while (gone - held > 1) {
    const middle = (held + gone) >> 1;
    const mark = marks[middle];
    if (mark !== undefined && isMarked(await log.readAt(mark.position), mark)) held = middle;
    else gone = middle;
  }
  return marks[held] ?? null;
}

/** A file of an older version that is only read may have none. */
function hasMarks(db: DatabaseSync): boolean {
  return statement(db, "SELECT 1 FROM sqlite_schema WHERE name = 'projection_mark'").get() !== undefined;
}

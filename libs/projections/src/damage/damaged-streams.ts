/* Quarantine list: the streams that were damaged from outside, kept as a view of its own. */
import type { DatabaseSync } from 'node:sqlite';
import { DAMAGE_ACCEPTED } from '#libs/event-sourcing';
import type { Damage, DamageAccepted, DamagedStream, RecordedEvent } from '#libs/event-sourcing';
import { statement, tuples } from '../sql/statements';
import type { SubjectKinds } from '../catalogue/subject-kinds';
import type { View } from '../catalogue/view';

/**
 * The runner's own view: the streams that were damaged from outside, the first damage of each, and who has said of which
 * that it was looked at. All of it is in the log, so a rebuild finds it again.
 */
export const damagedStreams: View = {
  name: 'damaged-streams',
  version: 2,
  types: [],
  schema: `
    CREATE TABLE damaged_streams (
      stream TEXT PRIMARY KEY,
      reason TEXT NOT NULL,
      position INTEGER NOT NULL,
      recorded_at TEXT NOT NULL
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE damaged_streams_accepted (
      stream TEXT PRIMARY KEY,
      position INTEGER NOT NULL,
      accepted_at TEXT NOT NULL,
      accepted_by TEXT NOT NULL,
      reason TEXT NOT NULL
    ) WITHOUT ROWID, STRICT;`,
  writer: () => ({ replace: () => undefined }),
};

/** The damage that the views of a file have found, written in the transaction of their batch. */
export class DamageMarks {
  private readonly marks: Map<string, Damage>;
  private readonly fresh = new Map<string, Damage>();

  /** `db`: undefined for a file without the view; then nothing of it outlives the process. */
  constructor(
    private readonly db: DatabaseSync | undefined,
    private readonly kinds: SubjectKinds,
  ) {
    const rows = db === undefined ? [] : marksIn(db);
    this.marks = new Map(rows.map((damage) => [damage.stream, damage]));
  }

  of(stream: string): Damage | undefined {
    return this.marks.get(stream) ?? this.fresh.get(stream);
  }

  /** What was set aside first stays. */
  add(damage: Damage): void {
    const { stream, reason, position, recordTime } = damage;
    if (this.of(stream) !== undefined) return;
    this.fresh.set(stream, damage);
    if (this.db === undefined) return;
    statement(this.db, 'INSERT OR IGNORE INTO damaged_streams VALUES (?, ?, ?, ?)').run(
      stream,
      reason,
      position,
      recordTime,
    );
  }

  /** What somebody has found damaged is damaged, also where the views show nothing of the stream and do not look. */
  accept({ position, data, metadata }: RecordedEvent): void {
    if (this.db === undefined) return;
    const { stream, reason, damage } = data as DamageAccepted;
    if (this.kinds.kindOf(stream) === undefined) {
      // Nothing goes on in place of what was not found damaged.
      if (damage === undefined) return;
      this.add({ stream, reason: damage, position, recordTime: metadata.recordTime });
    }
    statement(
      this.db,
      `INSERT INTO damaged_streams_accepted VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET position = excluded.position,
         accepted_at = excluded.accepted_at, accepted_by = excluded.accepted_by, reason = excluded.reason
       WHERE excluded.position > position`,
    ).run(stream, position, metadata.recordTime, metadata.actor.sub, reason);
  }

  /** To be called when the transaction ended; so is `rolledBack`. */
  committed(): void {
    for (const damage of this.fresh.values()) this.marks.set(damage.stream, damage);
    this.fresh.clear();
  }

  rolledBack(): void {
    this.fresh.clear();
  }
}

/** Category of the streams in which somebody says so. */
export const ACCEPTANCES = 'damage';

/** Does somebody say here that a damaged stream was looked at? */
export function isAcceptance({ type }: Pick<RecordedEvent, 'type'>): boolean {
  return type === DAMAGE_ACCEPTED;
}

function marksIn(db: DatabaseSync): Damage[] {
  const rows = statement(
    db,
    `SELECT stream, reason, CAST(position AS TEXT) AS position, recorded_at AS recordTime FROM damaged_streams`,
  ).all() as unknown as (Omit<Damage, 'position'> & { readonly position: string })[];
  return rows.map((row) => ({ ...row, position: BigInt(row.position) }));
}

/** The damaged streams that the views have found, by name. */
export function damagedIn(db: DatabaseSync): DamagedStream[] {
  const rows = statement(
    db,
    `SELECT d.stream, d.reason, a.stream IS NOT NULL AS isAccepted FROM damaged_streams d
     LEFT JOIN damaged_streams_accepted a ON a.stream = d.stream AND a.position >= d.position ORDER BY d.stream`,
  ).all() as unknown as (Omit<DamagedStream, 'isAccepted'> & { readonly isAccepted: 0 | 1 })[];
  return rows.map((row) => ({ ...row, isAccepted: row.isAccepted === 1 }));
}

/** Is a stream set aside? */
export function isDamaged(db: DatabaseSync, stream: string): boolean {
  return statement(db, 'SELECT 1 FROM damaged_streams WHERE stream = ?').get(stream) !== undefined;
}

/** Another number whenever another stream is set aside; 0 while none is. */
export function damageCount(db: DatabaseSync): number {
  const [streams] = tuples(db, 'SELECT count(*) FROM damaged_streams').get() as unknown as [number];
  return streams;
}

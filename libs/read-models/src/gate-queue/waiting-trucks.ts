/* Cache of waiting trucks and of their rows as JSON. */
import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { Gate, Visit } from '#libs/truck-flow';
import { statement } from '#libs/projections';
import { queuedTruck } from './queued-truck';
import { standingRow, timeOfRow } from './queue-row';
import type { QueueRow, StandingRow, Stretch, Waiting } from './queue-row';

/** What is known of a truck as the order of the queue is read: its row in the view, and which version of it. */
export interface RowVersion {
  readonly visit: number;
  readonly position: number;
  /** Epoch milliseconds; another visit or a missed call may change it. */
  readonly queuedSince: number;
}

/** A truck as it waits at some time. */
export class WaitingTruck {
  /** Its row as the first that has just come, for a copy costs less than a row put together. */
  private readonly first: QueueRow;
  private written: string | undefined;
  private digest: string | undefined;

  constructor(
    readonly row: StandingRow,
    readonly visit: Visit,
    /** When the row is this one, if nothing is recorded. */
    readonly time: Stretch,
  ) {
    this.first = { rank: 1, waitedMinutes: 0, ...row };
  }

  rowAs(rank: number, waitedMinutes: number): QueueRow {
    return { ...this.first, rank, waitedMinutes };
  }

  /** JSON text of the same. */
  textAs(rank: number, waitedMinutes: number): string {
    return `{"rank":${rank},"waitedMinutes":${waitedMinutes},${this.rest}`;
  }

  /** A short text that is another wherever that is. */
  signAs(rank: number, waitedMinutes: number): string {
    this.digest ??= hash('sha256', this.rest, 'base64url');
    return `${rank} ${waitedMinutes} ${this.digest}`;
  }

  /** The same, set aside. */
  asDamaged(): WaitingTruck {
    return new WaitingTruck({ ...this.row, next: [], damaged: true }, this.visit, this.time);
  }

  private get rest(): string {
    return (this.written ??= JSON.stringify(this.row).slice(1));
  }
}

interface Kept {
  readonly position: number;
  readonly queuedSince: number;
  readonly gate: Gate;
  readonly truck: WaitingTruck;
}

interface StoredRow extends Omit<Waiting, 'queuedSince'> {
  readonly steps: string;
}

const ROW = `SELECT visit_id AS visitId, gate, arrived_at AS arrivedAt, recorded_at AS recordedAt, steps
  FROM gate_queue WHERE visit = ?`;

/** Enough for the first pages of many queues; some 10 MB with their texts. */
const MOST_KEPT = 4_000;

const connections = new WeakMap<DatabaseSync, LRUCache<number, Kept>>();

/**
 * A truck of the queue of this gate as of `at` (epoch milliseconds). Made once and not once a reader, until something is
 * recorded of it or of the gate, or the time of its row is over.
 */
export function waitingTruck(
  db: DatabaseSync,
  { visit: key, position, queuedSince }: RowVersion,
  gate: Gate,
  at: number,
): WaitingTruck {
  const trucks = trucksOf(db);
  const known = trucks.get(key);
  if (known?.position === position && known.queuedSince === queuedSince && known.gate === gate) {
    const { truck } = known;
    if (truck.time.from <= at && at < truck.time.until) return truck;
  }
  const stored = { ...(statement(db, ROW).get(key) as unknown as StoredRow), queuedSince };
  const queued = queuedTruck(stored.steps, at);
  const row = standingRow(stored, queued, gate, at);
  const time = timeOfRow(row, queued.lastStep, gate, at);
  const truck = new WaitingTruck(row, queued.visit, time);
  if (time.from < time.until) trucks.set(key, { position, queuedSince, gate, truck });
  return truck;
}

function trucksOf(db: DatabaseSync): LRUCache<number, Kept> {
  let trucks = connections.get(db);
  if (trucks === undefined) {
    trucks = new LRUCache({ max: MOST_KEPT });
    connections.set(db, trucks);
  }
  return trucks;
}

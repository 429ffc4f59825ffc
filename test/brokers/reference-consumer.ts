import type { DatabaseSync } from 'node:sqlite';
import type { Message } from '#libs/integration-events';

/* How a partner takes the events: each acts once, whatever comes twice, and corrections change what was counted. */

interface Correction {
  readonly correctedEvent: string;
  readonly replacement?: { readonly type: string; readonly eventTime: string };
}

interface Told extends Partial<Correction> {
  readonly gate: string;
  readonly eventTime: string;
}

/** What became of the trucks of one gate on one local day. */
export interface GateDay {
  readonly gate: string;
  readonly date: string;
  readonly arrived: number;
  readonly crossed: number;
  readonly turnedBack: number;
  readonly diverted: number;
  readonly cancelled: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS visit (id TEXT PRIMARY KEY, gate TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS happened (id TEXT PRIMARY KEY, visit TEXT NOT NULL, type TEXT NOT NULL, time TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS happened_to ON happened (visit);`;

/** Kinds of events that a count is kept of. A visit ends once; at equal times in this order. */
const COUNTED = {
  'vn.truckflow.TruckArrived.v1': 'arrived',
  'vn.truckflow.BorderCrossed.v1': 'crossed',
  'vn.truckflow.TurnedBack.v1': 'turnedBack',
  'vn.truckflow.Diverted.v1': 'diverted',
  'vn.truckflow.VisitCancelled.v1': 'cancelled',
} as const;
const ENDS = Object.keys(COUNTED).slice(1);
const CORRECTED = 'vn.truckflow.TruckVisitCorrected.v1';

export class ReferenceConsumer {
  /** Events that acted. */
  applied = 0;
  /** Events that came again and did not. */
  repeated = 0;

  constructor(private readonly db: DatabaseSync) {
    db.exec(SCHEMA);
  }

  /** The id and the effect are one transaction, so that a consumer that dies in between has done both or neither. */
  take({ key, headers, value }: Message): void {
    this.db.exec('BEGIN');
    const id = headers['ce_id'] ?? '';
    const { changes } = this.db.prepare('INSERT OR IGNORE INTO seen VALUES (?)').run(id);
    if (changes === 1)
      this.apply(id, key, { type: headers['ce_type'] ?? '', told: JSON.parse(value) as Told });
    this.db.exec('COMMIT');
    if (changes === 1) this.applied += 1;
    else this.repeated += 1;
  }

  /** A row a gate and local day on which something happened, sorted. */
  days(): GateDay[] {
    const rows = new Map<string, { gate: string; date: string } & Record<string, number | string>>();
    const count = (gate: string, time: string, what: string): void => {
      const date = localDate(time);
      const row = rows.get(`${gate} ${date}`) ?? { gate, date, ...NOTHING };
      rows.set(`${gate} ${date}`, { ...row, [what]: Number(row[what]) + 1 });
    };
    for (const { gate, arrival, end } of this.visits()) {
      count(gate, arrival.time, 'arrived');
      if (end !== undefined) count(gate, end.time, COUNTED[end.type as keyof typeof COUNTED]);
    }
    return [...rows.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, row]) => row as unknown as GateDay);
  }

  /** Trucks that came and have not gone, by gate. */
  onHand(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { gate, end } of this.visits())
      counts[gate] = (counts[gate] ?? 0) + (end === undefined ? 1 : 0);
    return counts;
  }

  private apply(
    id: string,
    visit: string,
    { type, told }: { readonly type: string; readonly told: Told },
  ): void {
    const keep = this.db.prepare('INSERT OR REPLACE INTO happened VALUES (?, ?, ?, ?)');
    if (type === CORRECTED && told.correctedEvent !== undefined) {
      const { correctedEvent, replacement } = told;
      this.db.prepare('DELETE FROM happened WHERE id = ?').run(correctedEvent);
      if (replacement !== undefined) keep.run(correctedEvent, visit, replacement.type, replacement.eventTime);
    } else if (Object.hasOwn(COUNTED, type)) {
      keep.run(id, visit, type, told.eventTime);
    }
    if (type === CORRECTED || Object.hasOwn(COUNTED, type)) {
      this.db.prepare('INSERT OR REPLACE INTO visit VALUES (?, ?)').run(visit, told.gate);
    }
  }

  /** Visits that began, with their end: the first of those that were told. */
  private visits(): { gate: string; arrival: Happened; end: Happened | undefined }[] {
    const rows = this.db
      .prepare('SELECT visit.id, gate, type, time FROM visit JOIN happened ON visit = visit.id')
      .all() as unknown as ({ id: string; gate: string } & Happened)[];
    const byVisit = Map.groupBy(rows, ({ id }) => id);
    return [...byVisit.values()].flatMap((happened) => {
      const inOrder = happened.sort(
        (a, b) => Date.parse(a.time) - Date.parse(b.time) || placeOf(a) - placeOf(b),
      );
      const arrival = inOrder.find(({ type }) => type === 'vn.truckflow.TruckArrived.v1');
      if (arrival === undefined) return [];
      return [{ gate: arrival.gate, arrival, end: inOrder.find(({ type }) => ENDS.includes(type)) }];
    });
  }
}

interface Happened {
  readonly type: string;
  readonly time: string;
}

const NOTHING = { arrived: 0, crossed: 0, turnedBack: 0, diverted: 0, cancelled: 0 };

function placeOf({ type }: Happened): number {
  return ENDS.indexOf(type);
}

/** All gates of the trial lie seven hours east. */
function localDate(time: string): string {
  return new Date(Date.parse(time) + 7 * 3_600_000).toISOString().slice(0, 10);
}

/* How a partner takes the events: each acts once, whatever comes twice, and corrections change what was counted. */
import type { DatabaseSync } from 'node:sqlite';
import type { Message } from '#libs/integration-events';

/** What a message says beside when and where; of a cut, lift or transload the visit that has the goods from then on. */
interface Details {
  readonly toVisitId?: string;
}

interface Correction {
  readonly correctedEvent: string;
  readonly replacement?: { readonly type: string; readonly eventTime: string; readonly details: Details };
}

interface Told extends Partial<Correction>, Details {
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
  readonly transferred: number;
  readonly seenElsewhere: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS visit (id TEXT PRIMARY KEY, gate TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS happened (id TEXT PRIMARY KEY, visit TEXT NOT NULL, what TEXT NOT NULL, time TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS happened_to ON happened (visit);`;

type Count = Exclude<keyof GateDay, 'gate' | 'date'>;

/** Kinds of events that a count is kept of; the last three when another visit takes the goods over. */
const COUNTED: Readonly<Record<string, Count>> = {
  'vn.truckflow.TruckArrived.v1': 'arrived',
  'vn.truckflow.BorderCrossed.v1': 'crossed',
  'vn.truckflow.TurnedBack.v1': 'turnedBack',
  'vn.truckflow.Diverted.v1': 'diverted',
  'vn.truckflow.VisitCancelled.v1': 'cancelled',
  'vn.truckflow.SeenElsewhere.v1': 'seenElsewhere',
  'vn.truckflow.ContainerCut.v1': 'transferred',
  'vn.truckflow.ContainerLifted.v1': 'transferred',
  'vn.truckflow.CargoTransloaded.v1': 'transferred',
};
/** A visit ends once; at equal times in this order. */
const ENDS: readonly Count[] = [
  'transferred',
  'crossed',
  'turnedBack',
  'diverted',
  'cancelled',
  'seenElsewhere',
];
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
    const count = (gate: string, time: string, what: Count): void => {
      const date = localDate(time);
      const row = rows.get(`${gate} ${date}`) ?? { gate, date, ...NOTHING };
      rows.set(`${gate} ${date}`, { ...row, [what]: Number(row[what]) + 1 });
    };
    for (const { gate, arrival, end } of this.visits()) {
      count(gate, arrival.time, 'arrived');
      if (end !== undefined) count(gate, end.time, end.what);
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
      const what = replacement === undefined ? undefined : countOf(replacement.type, replacement.details);
      if (what !== undefined) keep.run(correctedEvent, visit, what, replacement?.eventTime ?? '');
    } else {
      const what = countOf(type, told);
      if (what !== undefined) keep.run(id, visit, what, told.eventTime);
    }
    if (type === CORRECTED || Object.hasOwn(COUNTED, type)) {
      this.db.prepare('INSERT OR REPLACE INTO visit VALUES (?, ?)').run(visit, told.gate);
    }
  }

  /** Visits that began, with their end: the first of those that were reported. */
  private visits(): { gate: string; arrival: Happened; end: Happened | undefined }[] {
    const rows = this.db
      .prepare('SELECT visit.id, gate, what, time FROM visit JOIN happened ON visit = visit.id')
      .all() as unknown as ({ id: string; gate: string } & Happened)[];
    const byVisit = Map.groupBy(rows, ({ id }) => id);
    return [...byVisit.values()].flatMap((happened) => {
      const inOrder = happened.sort(
        (a, b) => Date.parse(a.time) - Date.parse(b.time) || placeOf(a) - placeOf(b),
      );
      const arrival = inOrder.find(({ what }) => what === 'arrived');
      if (arrival === undefined) return [];
      return [{ gate: arrival.gate, arrival, end: inOrder.find(({ what }) => ENDS.includes(what)) }];
    });
  }
}

interface Happened {
  readonly what: Count;
  readonly time: string;
}

const NOTHING = {
  arrived: 0,
  crossed: 0,
  turnedBack: 0,
  diverted: 0,
  cancelled: 0,
  transferred: 0,
  seenElsewhere: 0,
};

function placeOf({ what }: Happened): number {
  return ENDS.indexOf(what);
}

/** A vehicle without a visit of its own ends nothing: its visit follows the goods. */
function countOf(type: string, { toVisitId }: Details): Count | undefined {
  const what = COUNTED[type];
  return what === 'transferred' && toVisitId === undefined ? undefined : what;
}

/** All gates of the trial lie seven hours east. */
function localDate(time: string): string {
  return new Date(Date.parse(time) + 7 * 3_600_000).toISOString().slice(0, 10);
}

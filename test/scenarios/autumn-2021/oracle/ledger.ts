/* Counts what a movement log says, from its lines only: the figures that boards have to show. */
import { isArrival, isGateAct, isRecord, MalformedMovement, readMovement, textOf } from './movement';
import type { Movement } from './movement';

export interface Stock {
  readonly trucksOnHand: number;
  /** Trucks with FRESH_PRODUCE. */
  readonly fruit: number;
  readonly byCargoClass: Readonly<Record<string, number>>;
  readonly byBodyType: Readonly<Record<string, number>>;
  /** Furthest step so far: `arrival`, `customs-clearance`, `call-forward` … */
  readonly byStep: Readonly<Record<string, number>>;
  /** RFC 3339; absent when nobody is on hand. */
  readonly oldestArrival: string | undefined;
}

export interface DayCount {
  readonly date: string;
  readonly arrived: number;
  readonly crossed: number;
  readonly turnedBack: number;
  readonly diverted: number;
  readonly cancelled: number;
  readonly onHandAtEnd: number;
}

/** Steps that take a truck off the stock, and the count they belong to. */
const ENDINGS: Readonly<Record<string, 'crossed' | 'turnedBack' | 'diverted' | 'cancelled'>> = {
  crossing: 'crossed',
  'turn-back': 'turnedBack',
  diversion: 'diverted',
  cancellation: 'cancelled',
};

interface LedgerVisit {
  readonly gate: string;
  readonly cargoClass: string;
  readonly bodyType: string;
  readonly arrival: Movement;
  readonly steps: Movement[];
  ending: Movement | undefined;
}

/** The part of a movement that a ledger keeps; bodies are dropped to stay small. */
function withoutBody(movement: Movement): Movement {
  return { ...movement, body: {} };
}

export class BorderLedger {
  private readonly visits = new Map<string, LedgerVisit>();
  private lineCount = 0;

  static of(lines: Iterable<string>): BorderLedger {
    const ledger = new BorderLedger();
    for (const line of lines) ledger.enter(readMovement(line));
    return ledger;
  }

  get lines(): number {
    return this.lineCount;
  }

  get trucks(): number {
    return this.visits.size;
  }

  enter(movement: Movement): void {
    this.lineCount += 1;
    if (isGateAct(movement)) return;
    if (isArrival(movement)) {
      this.visits.set(movement.subject, arrived(movement));
      return;
    }
    const visit = this.visits.get(movement.subject);
    if (visit === undefined) throw new MalformedMovement(`${movement.key}: the truck never arrived`);
    visit.steps.push(withoutBody(movement));
    if (ENDINGS[movement.step] !== undefined) visit.ending = withoutBody(movement);
  }

  /** Who is on hand at an event time, at one gate or (without a gate) at all. */
  stock(at: string, gate?: string): Stock {
    const time = Date.parse(at);
    const onHand = [...this.visits.values()].filter(
      (visit) =>
        (gate === undefined || visit.gate === gate) &&
        visit.arrival.time <= time &&
        (visit.ending === undefined || visit.ending.time > time),
    );
    const byCargoClass = countBy(onHand, ({ cargoClass }) => cargoClass);
    const oldest = onHand.reduce<Movement | undefined>(
      (first, { arrival }) => (first === undefined || arrival.time < first.time ? arrival : first),
      undefined,
    );
    return {
      trucksOnHand: onHand.length,
      fruit: byCargoClass['FRESH_PRODUCE'] ?? 0,
      byCargoClass,
      byBodyType: countBy(onHand, ({ bodyType }) => bodyType),
      byStep: countBy(onHand, ({ steps }) => steps.findLast((step) => step.time <= time)?.step ?? 'arrival'),
      oldestArrival: oldest?.at,
    };
  }

  /** A row a local day (the date as reported), from the first day with a movement to the last. */
  days(gate?: string): DayCount[] {
    const visits = [...this.visits.values()].filter((visit) => gate === undefined || visit.gate === gate);
    const counts = new Map<string, Record<keyof Omit<DayCount, 'date' | 'onHandAtEnd'>, number>>();
    const on = (movement: Movement) => {
      const date = movement.at.slice(0, 10);
      const count = counts.get(date) ?? { arrived: 0, crossed: 0, turnedBack: 0, diverted: 0, cancelled: 0 };
      counts.set(date, count);
      return count;
    };
    for (const { arrival, ending } of visits) {
      on(arrival).arrived += 1;
      const kind = ending === undefined ? undefined : ENDINGS[ending.step];
      if (ending !== undefined && kind !== undefined) on(ending)[kind] += 1;
    }
    let onHandAtEnd = 0;
    return [...counts]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([date, count]) => {
        onHandAtEnd += count.arrived - count.crossed - count.turnedBack - count.diverted - count.cancelled;
        return { date, ...count, onHandAtEnd };
      });
  }

  /** Mean crossings a day over local dates, `to` exclusive. */
  meanCrossings(from: string, to: string, gate?: string): number {
    const crossed = this.days(gate)
      .filter(({ date }) => date >= from && date < to)
      .reduce((sum, day) => sum + day.crossed, 0);
    return crossed / ((Date.parse(to) - Date.parse(from)) / 86_400_000);
  }
}

function arrived(arrival: Movement): LedgerVisit {
  const { body } = arrival;
  const consignments = body['consignments'];
  const first: unknown = Array.isArray(consignments) ? consignments[0] : undefined;
  if (!isRecord(first)) throw new MalformedMovement(`${arrival.key}: no consignment`);
  return {
    gate: textOf(body, 'gate'),
    cargoClass: textOf(first, 'cargoClass'),
    bodyType: textOf(body, 'bodyType'),
    arrival: withoutBody(arrival),
    steps: [],
    ending: undefined,
  };
}

function countBy<T>(items: readonly T[], of: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[of(item)] = (counts[of(item)] ?? 0) + 1;
  return counts;
}

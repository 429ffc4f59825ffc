import { arrival, correction, GATE, gateAct, gateRegistered, logOf, step } from '../../testing/given-events';
import type { GivenEvent } from '../../testing/given-events';
import { projected } from '../../testing/view-specification';
import { gateTurns } from './turns/gate-turns';
import { gateQueue } from './gate-queue';

/* A truck that was sent on from a gate that was stopped for its goods queues at the next gate since it came to the first. */

const SOUTH = 'SOUTH_GATE';
const EAST = 'EAST_GATE';
const at = (clock: string): string => `2021-12-15T${clock}:00+07:00`;
const stopped = (data: object = {}) => ({ orderedBy: 'FOREIGN', reason: 'finding', ...data });

const gates = [GATE, SOUTH, EAST].map((gate) => gateRegistered(gate));
const first = arrival('v1', at('06:00'));
const suspended = gateAct('suspension', at('07:00'), stopped());
const sentOn = step('v1', 'diversion', at('08:00'), { reason: 'queue', toGate: SOUTH });
const second = arrival('v2', at('10:00'), { gate: SOUTH, previousVisitId: 'v1' });
const suspendedToo = gateAct('suspension', at('11:00'), stopped(), SOUTH);
const sentOnAgain = step('v2', 'diversion', at('12:00'), { reason: 'queue', toGate: EAST });
const third = arrival('v3', at('14:00'), { gate: EAST, previousVisitId: 'v2' });

interface PlaceRow {
  readonly visit_id: string;
  readonly queued_since: number;
}

/** Since when each visit queues, after these events in this order, one batch each. */
async function placesAfter(events: readonly GivenEvent[]): Promise<Record<string, string>> {
  const store = await logOf([...gates, ...events]);
  const log = await store.readAll(-1n, 1_000);
  const db = await projected(
    [gateQueue, gateTurns],
    store,
    log.map((event) => [event]),
  );
  const rows = (sql: string) => db.prepare(sql).all() as unknown as PlaceRow[];
  const places = rows('SELECT visit_id, queued_since FROM gate_queue_place');
  const line = rows('SELECT DISTINCT visit_id, queued_since FROM gate_turns_line');
  db.close();
  const told = (list: readonly PlaceRow[]) =>
    Object.fromEntries(
      list.map((row) => [row.visit_id, clockOf(row.queued_since)] as const).sort(),
    ) as Record<string, string>;
  expect(told(line)).toEqual(told(places));
  return told(places);
}

function clockOf(instant: number): string {
  return new Date(instant + 7 * 3_600_000).toISOString().slice(11, 16);
}

/** Every order of some events in which corrections come after what they correct. */
function ordersOf(events: readonly GivenEvent[]): GivenEvent[][] {
  if (events.length < 2) return [[...events]];
  return events.flatMap((last) => {
    if (events.some(({ data }) => (data as { eventId?: string }).eventId === last.eventId)) return [];
    return ordersOf(events.filter((event) => event !== last)).map((order) => [...order, last]);
  });
}

async function inAnyOrder(...events: readonly GivenEvent[]): Promise<Record<string, string>> {
  const expected = await placesAfter(events);
  for (const order of ordersOf(events)) expect(await placesAfter(order)).toEqual(expected);
  return expected;
}

describe('a place that a truck brings from another gate', () => {
  it('is that of its first arrival, whatever was reported first', async () => {
    expect(await inAnyOrder(first, suspended, sentOn, second)).toEqual({ v1: '06:00', v2: '06:00' });
  });

  it('goes on over a second diversion, whatever was reported first', async () => {
    const story = [first, suspended, sentOn, second, suspendedToo, sentOnAgain, third];
    const all = { v1: '06:00', v2: '06:00', v3: '06:00' };
    expect(await placesAfter(story)).toEqual(all);
    expect(await placesAfter(story.toReversed())).toEqual(all);
    expect(await inAnyOrder(suspended, sentOn, second, sentOnAgain, third)).toEqual({
      v2: '10:00',
      v3: '14:00',
    });
    expect(await placesAfter([third, suspendedToo, sentOnAgain, second, sentOn, first, suspended])).toEqual(
      all,
    );
  });

  it('is lost where the gate cleared its goods when it left', async () => {
    expect(await inAnyOrder(first, sentOn, second)).toEqual({ v1: '06:00', v2: '10:00' });
    const fruit = gateAct('suspension', at('07:00'), stopped({ commodityScope: ['DURIAN'] }));
    expect(await inAnyOrder(first, fruit, sentOn, second)).toEqual({ v1: '06:00', v2: '10:00' });
    const resumed = gateAct('resumption', at('07:30'), {});
    expect(await inAnyOrder(first, suspended, resumed, sentOn, second)).toMatchObject({ v2: '10:00' });
  });

  it('is kept where a lane alone was stopped, or closed for a while, and lost where it was closed for good', async () => {
    const lane = { lane: 'EAST' };
    const opened = gateAct('lane-opening', at('05:00'), { ...lane, kind: 'ORDINARY' });
    const ofLane = gateAct('suspension', at('07:00'), stopped(lane));
    expect(await inAnyOrder(first, opened, ofLane, sentOn, second)).toMatchObject({ v2: '06:00' });
    const closed = gateAct('lane-closure', at('07:00'), { ...lane, until: at('11:00') });
    expect(await inAnyOrder(first, opened, closed, sentOn, second)).toMatchObject({ v2: '06:00' });
    const forGood = gateAct('lane-closure', at('07:00'), lane);
    expect(await inAnyOrder(first, opened, forGood, sentOn, second)).toMatchObject({ v2: '10:00' });
  });

  it('follows the corrections of what it comes from', async () => {
    const earlier = correction(first, at('15:00'), { at: at('05:00'), data: first.data });
    expect(await inAnyOrder(first, suspended, sentOn, second, earlier)).toEqual({ v1: '05:00', v2: '05:00' });
    const stayed = correction(sentOn, at('15:00'));
    expect(await inAnyOrder(first, suspended, sentOn, second, stayed)).toEqual({ v1: '06:00', v2: '10:00' });
    const never = correction(first, at('15:00'));
    expect(await inAnyOrder(first, suspended, sentOn, second, never)).toEqual({ v2: '10:00' });
    const alone = { at: at('11:00'), data: arrival('v2', at('10:00'), { gate: SOUTH }).data };
    const later = correction(second, at('15:00'), alone);
    expect(await inAnyOrder(first, suspended, sentOn, second, later)).toEqual({ v1: '06:00', v2: '11:00' });
  });

  it('is not inherited of a visit that did not arrive before', async () => {
    const other = arrival('v1', at('10:30'));
    const left = step('v1', 'diversion', at('11:00'), { reason: 'queue' });
    expect(await inAnyOrder(other, suspended, left, second)).toEqual({ v1: '10:30', v2: '10:00' });
  });
});

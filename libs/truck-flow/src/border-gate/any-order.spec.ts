import { effective } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { pick, seeded, seeds } from '#libs/event-sourcing/testing';
import type { ActName } from './acts';
import { act, BODY, MAIN } from './border-gate.fixture';
import { borderGate } from './decide';
import type { BorderGateCommand } from './decide';
import { gateOrder } from './category';
import { lanesAt } from './lanes';
import { clearanceRateAt, foldGate, hoursAt, modeAt } from './state';
import type { Gate } from './state';
import { laneStatusAt, statusAt } from './status';

const START = Date.parse('2021-12-08T00:00:00Z');
const HOUR = 3_600_000;
const HOURS = 24;

/** What a board may show of a gate at every hour of the day. */
function boards(gate: Gate) {
  return Array.from({ length: HOURS + 1 }, (_, hour) => {
    const time = START + hour * HOUR;
    const { status, since, by } = statusAt(gate, time);
    return {
      status: [status, since, by?.at, by?.data],
      lanes: ['MAIN', 'FRUIT'].map((lane) => laneStatusAt(gate, time, lane)),
      open: lanesAt(gate, time),
      mode: modeAt(gate, time),
      hours: hoursAt(gate, time),
      rate: clearanceRateAt(gate, time),
    };
  });
}

/** The gate after these commands, each decided on what was recorded before it. */
function recordedAs(commands: readonly BorderGateCommand[]): Gate {
  const recorded: RecordedEvent[] = [];
  const history = () => effective(recorded, gateOrder);
  for (const command of commands) {
    const { events } = borderGate.decide(command, { recorded, effective: history() });
    for (const { type, data, eventTime } of events) {
      const revision = BigInt(recorded.length);
      const recordTime = new Date(START + (recorded.length + HOURS) * HOUR).toISOString();
      const metadata = { eventTime, recordTime };
      recorded.push({ type, data, eventId: `e${revision}`, revision, metadata } as RecordedEvent);
    }
  }
  return foldGate(history());
}

const CHANGES: Readonly<Record<Exclude<ActName, 'registration'>, readonly object[]>> = {
  suspension: [{}, { lane: 'FRUIT' }, { orderedBy: 'HOME' }, { commodityScope: ['JACKFRUIT'] }],
  resumption: [
    {},
    { handoverMode: undefined, expectedRate: undefined },
    { lane: 'FRUIT', handoverMode: undefined },
  ],
  'handover-mode': [{}, { mode: 'FOREIGN_YARD' }],
  'opening-hours': [{}, { hours: [MAIN] }],
  'clearance-rate': [{}],
  'lane-opening': [{}, { lane: 'MAIN', kind: 'ORDINARY' }],
  'lane-closure': [{}, { lane: 'MAIN' }],
};
const NAMES = Object.keys(CHANGES) as (keyof typeof CHANGES)[];

/** Acts of one day, an hour or more apart, some of which say what is in force already. */
function day(random: () => number): BorderGateCommand[] {
  return Array.from({ length: HOURS }, (_, hour) => ({ name: pick(random, NAMES), hour }))
    .filter(() => random() < 0.4)
    .map(({ name, hour }) => {
      const at = new Date(START + hour * HOUR).toISOString().replace('.000Z', '+00:00');
      return act(name, { ...BODY[name], ...pick(random, CHANGES[name]), at });
    });
}

test.each(seeds(0, 199))(
  'the acts of day %i, in any order and some twice, are those in the order of time',
  (seed) => {
    const random = seeded(seed);
    const acts = day(random);
    const shuffled = [...acts, ...acts.filter(() => random() < 0.3)]
      .map((command) => ({ command, place: random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ command }) => command);
    const registration = act('registration');
    const inOrder = recordedAs([registration, ...acts]);
    const inAnyOrder = recordedAs([registration, ...shuffled]);
    expect(inOrder.acts).toHaveLength(acts.length + 1);
    expect(boards(inAnyOrder)).toEqual(boards(inOrder));
  },
);

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differencesOf, runScenario, withEventStore } from '../proof/both-engines';
import type { EngineRun, ServerOfRun } from '../proof/both-engines';
import { StandaloneProcess } from '../server/standalone-process';
import { Line } from './line';
import {
  arrive,
  call,
  callAll,
  callByOverride,
  clock,
  closeLane,
  excuse,
  layDownRules,
  nextCalls,
  parkAndPay,
  shownBy,
  STORY_ENDS,
} from './line-and-yard';
import type { Shown } from './line-and-yard';

/** The line and the yard, on the embedded store and on two replicas that share an EventStoreDB. */
interface Journey {
  readonly atFirst: readonly string[];
  readonly tooEarly: { readonly code: string | undefined; readonly passed: number | undefined };
  readonly called: readonly string[];
  readonly missed: readonly string[];
  readonly refused: readonly (string | undefined)[];
  /** What each server shows in the end. */
  readonly shown: readonly Shown[];
}

const SLOW = 240_000;

async function travel(line: Line): Promise<Journey> {
  await layDownRules(line);
  const ticket = await arrive(line);
  const atFirst = await nextCalls(line, clock('07:59'));
  const { code, passed } = await call(line, 'O5', { at: clock('07:59') });
  const called = await callAll(line);
  await excuse(line, 'O10');
  const missed = await nextCalls(line, clock('09:30'));
  const refused = await callByOverride(line, 'O9');
  await closeLane(line);
  await parkAndPay(line);
  const shown: Shown[] = [];
  for (let server = 0; server < line.servers; server += 1) shown.push(await shownBy(line, ticket, server));
  return { atFirst, tooEarly: { code, passed }, called, missed, refused, shown };
}

interface Run {
  readonly journey: Journey;
  /** Of the first server. */
  readonly run: EngineRun;
}

/** Travels on one server, or with `url` on two that share the store there. */
async function journeyOn(url?: string): Promise<Run> {
  let journey: Journey | undefined;
  const bring = async ({ client: { address } }: ServerOfRun) => {
    const travelOn = async (...addresses: readonly string[]) => {
      const line = await Line.at(...addresses);
      journey = await travel(line);
      return { lines: line.commands, refused: 0, last: line.position };
    };
    return url === undefined ? travelOn(address) : withReplica(url, (second) => travelOn(address, second));
  };
  const run = await runScenario(STORY_ENDS, { bring, ...(url === undefined ? {} : { url }) });
  if (journey === undefined) throw new Error('nothing was told');
  return { journey, run };
}

/** With the address of a server that has views of its own. */
async function withReplica<Value>(url: string, work: (address: string) => Promise<Value>): Promise<Value> {
  const directory = await mkdtemp(join(tmpdir(), 'truckflow-replica-'));
  const settings = { DATA_DIR: directory, PORT: '0', EVENTSTORE_URL: url };
  const server = await StandaloneProcess.start(settings);
  try {
    return await work(server.address);
  } finally {
    await server.stop();
    await rm(directory, { recursive: true });
  }
}

describe('the line and the yard by their rules', () => {
  let embedded: Run;
  let served: Run;

  beforeAll(async () => {
    [embedded, served] = await Promise.all([journeyOn(), withEventStore(journeyOn)]);
  }, SLOW);

  it('go as the rules say, from the first call to the last payment', () => {
    const { shown, ...journey } = embedded.journey;
    expect(journey).toEqual({
      atFirst: 'P1 T1 O1 O2 O3 O4 O5 P2 T2 O6 O7 O8 O9 O10'.split(' '),
      tooEarly: { code: 'CALL_OUT_OF_ORDER', passed: 6 },
      called: 'P1 T1 O1 O2 O3 O4 O5 F1 P2 T2 O6 O7 O8 O9 O10'.split(' '),
      // Those that missed their calls come after those of their class, an excused one keeps its place.
      missed: 'F1 P1 T1 O10 O1 O2 O3 O4 P2 T2 O5 O6 O7 O8 O9'.split(' '),
      refused: ['OVERRIDE_NOT_CONFIRMED', 'OVERRIDE_NEEDS_OTHER_AGENCY', undefined],
    });
    const [requestedBy, confirmedBy] = [{ agency: 'GATE_BOARD' }, { agency: 'BORDER_GUARD' }];
    const override = { reason: 'Live fish', requestedBy, confirmedBy };
    expect(shown[0]).toMatchObject({
      overtakings: { items: [{ at: clock('10:03'), passed: 14, reason: 'OVERRIDE', override }] },
      place: {
        rank: 4,
        class: 'ORDINARY',
        aheadByClass: { FIRST: 1, PERISHABLE: 1, TRUSTED: 1, ORDINARY: 0 },
      },
      calendar: { items: ['2022-01-15', '2022-01-16', '2022-01-17'].map((day) => ({ lane: 'MAIN', day })) },
      fees: {
        items: [{ amount: 80_000 }, { amount: 80_000 }, { amount: 50_000 }],
        paid: 80_000,
        due: 130_000,
      },
      stays: { items: [{ dayNights: 3, amount: 210_000 }] },
      revenue: { total: { amount: 210_000 } },
      ticket: { rank: 8, class: 'PERISHABLE', rule: { policy: 'ORDER', version: '1' } },
    });
  });

  it('go the same way on replicas that share an EventStoreDB, calls going through each in turn', () => {
    const [first, second] = served.journey.shown;
    expect(second).toEqual(first);
    expect({ ...served.journey, shown: [first] }).toEqual(embedded.journey);
  });

  it('leave the same rows in the views of both engines', () => {
    expect(served.run.lines).toBe(embedded.run.lines);
    expect(differencesOf(embedded.run, served.run)).toEqual([]);
  });
});

/*
 * npm run crash:claims -- --races 1000: two processes on one event store report, at the same moment, an arrival of the
 * same tractor, trailer and container, or a handover to the same driver. One of them is killed at every operation of
 * the protocol in turn. No two visits on hand ever hold one thing.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EventStore } from '#libs/event-sourcing';
import { openKurrentEventStore } from '#libs/event-store-kurrent';
import { STREAM_PREFIXES } from '#libs/truck-flow';
import { FakeEventStoreProcess } from '../fakes/eventstore';
import { arrival, at, driverOf, heldBy, report } from './claim-races';
import type { RaceOrder, RaceOutcome } from './claim-races';

const OPERATIONS = { arrival: 15, handover: 6 };
const EXPECTED = new Set(['DONE', 'CONFLICT', 'ASSET_HAS_LIVE_VISIT', 'DRIVER_BUSY', 'KILLED']);
/** Keeps the visits of one run apart from those of another on the same server. */
const RUN = Date.now();
/** Minutes of event time between two races, so that no arrival is taken for a second scan. */
const APART = 60;

type Kind = keyof typeof OPERATIONS;

/** A racing process that is started again when it has been killed. */
class Racer {
  private child: ChildProcess | undefined;
  constructor(private readonly url: string) {}

  async order(order: RaceOrder): Promise<string> {
    const child = await this.running();
    const over = new AbortController();
    const { signal } = over;
    const answered = (once(child, 'message', { signal }) as Promise<[RaceOutcome]>).then(
      ([{ outcome }]) => outcome,
      unlessOver(signal),
    );
    const killed = once(child, 'exit', { signal }).then(() => {
      this.child = undefined;
      return 'KILLED';
    }, unlessOver(signal));
    child.send(order);
    const outcome = await Promise.race([answered, killed]);
    over.abort();
    return outcome;
  }

  async running(): Promise<ChildProcess> {
    if (this.child !== undefined) return this.child;
    const child = fork(join(__dirname, 'claims-racer.js'), [this.url]);
    await once(child, 'message');
    this.child = child;
    return child;
  }

  stop(): void {
    this.child?.kill('SIGKILL');
  }
}

/** What is waited for no longer is no failure. */
function unlessOver(signal: AbortSignal): (error: unknown) => string {
  return (error) => {
    if (!signal.aborted) throw error;
    return '';
  };
}

async function race(
  store: EventStore,
  racers: readonly Racer[],
  { number, kind, kill }: { number: number; kind: Kind; kill: Pick<RaceOrder, 'dieAt' | 'dies'> },
): Promise<string[]> {
  const time = number * APART;
  const visits = racers.map((_, index) => `${kind}-${RUN}-${number}-${index}`);
  if (kind === 'handover') {
    await Promise.all(visits.map((visitId, index) => prepareHandover(store, visitId, time + index * 5)));
  }
  // Every process is there before the race begins.
  await Promise.all(racers.map((racer) => racer.running()));
  const outcomes = await Promise.all(
    racers.map((racer, index) => {
      const visitId = visits[index] ?? '';
      const body =
        kind === 'arrival'
          ? arrival(visitId, time + index * 5, { race: number })
          : { at: at(time + 30), dedicatedDriver: driverOf(number) };
      const dying = index === 0 ? kill : { dieAt: null, dies: 'after' as const };
      return racer.order({ step: kind, visitId, body, ...dying });
    }),
  );
  await expectOneHolder(store, visits);
  await clear(store, visits, time + 50);
  return outcomes;
}

async function prepareHandover(store: EventStore, visitId: string, time: number): Promise<void> {
  const plate = `12C${String(time % 100_000).padStart(5, '0')}`;
  await report(store, { step: 'arrival', visitId, body: arrival(visitId, time, { plate }) });
  const declared = { at: at(time + 10), declarationNumber: 'D' };
  await report(store, { step: 'customs-clearance', visitId, body: declared });
  const clean = { at: at(time + 11), targets: ['CABIN'], procedureVersion: '1' };
  await report(store, { step: 'disinfection', visitId, body: clean });
}

async function expectOneHolder(store: EventStore, visits: readonly string[]): Promise<void> {
  const holders = new Map<string, string>();
  for (const visitId of visits) {
    for (const name of await heldBy(store, visitId)) {
      const other = holders.get(name);
      if (other !== undefined) throw new Error(`${name} is held by ${other} and by ${visitId}`);
      holders.set(name, visitId);
    }
  }
}

/** Whoever is on hand is turned back, so that the next race is for the same things again. */
async function clear(store: EventStore, visits: readonly string[], time: number): Promise<void> {
  for (const visitId of visits) {
    if ((await heldBy(store, visitId)).length === 0) continue;
    await report(store, { step: 'turn-back', visitId, body: { at: at(time), reason: 'the race is over' } });
  }
}

/** Which process dies where: every operation of both kinds in turn, before and after it, spread over the races. */
function* deaths(): Generator<{ kind: Kind; dieAt: number; dies: 'before' | 'after' }, never, void> {
  for (;;) {
    for (const kind of ['arrival', 'handover'] as const) {
      for (let dieAt = 1; dieAt <= OPERATIONS[kind]; dieAt += 1) {
        yield { kind, dieAt, dies: 'before' };
        yield { kind, dieAt, dies: 'after' };
      }
    }
  }
}

/** A race in which nobody is killed. */
function harmless(number: number): { kind: Kind; dieAt: null; dies: 'after' } {
  return { kind: number % 3 === 0 ? 'handover' : 'arrival', dieAt: null, dies: 'after' };
}

async function runRaces(url: string, races: number): Promise<Map<string, number>> {
  const store = await openKurrentEventStore({ url, prefixes: STREAM_PREFIXES, clock: () => new Date() });
  const racers = [new Racer(url), new Racer(url)];
  const outcomes = new Map<string, number>();
  const dying = deaths();
  const every = Math.max(2, Math.floor(races / (2 * (OPERATIONS.arrival + OPERATIONS.handover))));
  for (let number = 1; number <= races; number += 1) {
    const { kind, ...kill } = number % every === 0 ? dying.next().value : harmless(number);
    for (const outcome of await race(store, racers, { number, kind, kill })) {
      if (!EXPECTED.has(outcome)) throw new Error(`race ${number}: ${outcome}`);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  for (const racer of racers) racer.stop();
  await store.close();
  return outcomes;
}

async function main(races: number): Promise<void> {
  const given = process.env['EVENTSTORE_URL'];
  const fake = given === undefined ? await FakeEventStoreProcess.start() : undefined;
  console.log(
    given === undefined ? 'on the protocol fake; no EVENTSTORE_URL' : 'on the server of EVENTSTORE_URL',
  );
  const outcomes = await runRaces(given ?? fake?.url ?? '', races);
  await fake?.kill();
  if ((outcomes.get('DONE') ?? 0) < races / 2) throw new Error('hardly a race was won');
  if (outcomes.get('KILLED') === undefined) throw new Error('nobody was killed');
  const counted = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  console.log(`${races} races of two processes: ${counted}; never two holders`);
}

const { values } = parseArgs({ options: { races: { type: 'string', default: '1000' } } });
main(Number(values.races)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

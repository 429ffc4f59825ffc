/* Model-based test: random appends against a model of the store. */
import type { Appended, EventStore, ExpectedRevision, NewEvent, RecordedEvent } from '#libs/event-sourcing';
import { eventIdOf, RevisionConflict } from '#libs/event-sourcing';
import { pick, seeded } from './seeded';
import { asHandedOver, bareMetadata, fullMetadata } from './test-events';

/** One call of `append`, the same for both stores. */
interface RandomAppend {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: ExpectedRevision;
}

/** The steps of a random history by what came of them, so that a test can see that all of it was tried. */
export interface HistoryReport {
  readonly steps: number;
  readonly appended: number;
  readonly conflicts: number;
  readonly misuses: number;
}

const STREAMS = 12;
const NAMES = 40;

/**
 * Runs one seeded history of right, repeated, stale, premature, empty and doubled appends against two stores side by
 * side. Fails on the first answer that differs, and at the end if the logs do. Positions are compared by their place
 * in the log; what depends on each store's clock (record time and hashes) is left out.
 */
export async function compareRandomHistories(
  seed: number,
  steps: number,
  stores: readonly [EventStore, EventStore],
): Promise<HistoryReport> {
  const [left, right] = stores;
  const bases = [await left.lastPosition(), await right.lastPosition()] as const;
  const history = randomAppends(seed);
  const report = { steps, appended: 0, conflicts: 0, misuses: 0 };
  const answers: (readonly [Appended, Appended])[] = [];
  for (let step = 0; step < steps; step++) {
    const { value: call } = history.next();
    const outcomes = [await outcomeOf(left, call), await outcomeOf(right, call)] as const;
    expect(comparable(outcomes[1])).toEqual(comparable(outcomes[0]));
    if (outcomes[0] instanceof Error || outcomes[1] instanceof Error) {
      if (outcomes[0] instanceof RevisionConflict) report.conflicts += 1;
      else report.misuses += 1;
    } else {
      report.appended += 1;
      answers.push([outcomes[0], outcomes[1]]);
    }
  }
  const logs = [await wholeLog(left, bases[0]), await wholeLog(right, bases[1])] as const;
  expect(logs[1].map(content)).toEqual(logs[0].map(content));
  const places = [placesOf(logs[0]), placesOf(logs[1])] as const;
  expect(answers.map((pair) => places[1].get(pair[1].position))).toEqual(
    answers.map((pair) => places[0].get(pair[0].position)),
  );
  return report;
}

function* randomAppends(seed: number): Generator<RandomAppend, never, void> {
  const random = seeded(seed);
  const revisions = new Map<string, number>();
  const made: RandomAppend[] = [];
  for (;;) {
    const call = random() < 0.25 && made.length > 0 ? pick(random, made) : newAppend(random, seed, revisions);
    made.push(call);
    const at = revisions.get(call.stream) ?? -1;
    const fits = call.expected === (at === -1 ? 'noStream' : BigInt(at));
    if (fits) revisions.set(call.stream, at + call.events.length);
    yield call;
  }
}

function newAppend(random: () => number, seed: number, revisions: ReadonlyMap<string, number>): RandomAppend {
  const stream = `history-${seed}-${Math.floor(random() * STREAMS)}`;
  const at = revisions.get(stream) ?? -1;
  const aimed = random() < 0.6 ? at : at - 3 + Math.floor(random() * 5);
  const length = Math.floor(random() * 5);
  return {
    stream,
    events: Array.from({ length }, () => randomEvent(random, stream)),
    expected: aimed < 0 ? 'noStream' : BigInt(aimed),
  };
}

/** Few names, so that the same ids meet again at other places and the store must look at where they stand. */
function randomEvent(random: () => number, stream: string): NewEvent {
  const name = `name-${Math.floor(random() * NAMES)}`;
  return {
    type: pick(random, [
      'truckVisit.TruckArrived.v1',
      'truckVisit.Disinfected.v1',
      'truckVisit.BorderCrossed.v1',
    ]),
    eventId: eventIdOf('00000000-0000-4000-8000-000000000000', Math.floor(random() * NAMES), stream),
    data: {
      name,
      weights: [random(), Math.floor(random() * 1e9)],
      note: pick(random, ['', 'Đồng Đăng', '"', null]),
    },
    metadata: random() < 0.5 ? fullMetadata(name, 0) : bareMetadata(name, 1),
  };
}

async function outcomeOf(
  store: EventStore,
  { stream, events, expected }: RandomAppend,
): Promise<Appended | Error> {
  try {
    return await store.append(stream, events, expected);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function comparable(outcome: Appended | Error): unknown {
  if (outcome instanceof RevisionConflict) return { expected: outcome.expected, actual: outcome.actual };
  return outcome instanceof Error ? outcome.name : outcome.revision;
}

async function wholeLog(store: EventStore, base: bigint): Promise<RecordedEvent[]> {
  const log: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll(log.at(-1)?.position ?? base, 500);
    if (page.length === 0) return log;
    log.push(...page);
  }
}

function content(event: RecordedEvent): unknown {
  return { ...asHandedOver(event), stream: event.stream, revision: event.revision };
}

function placesOf(log: readonly RecordedEvent[]): Map<bigint, number> {
  return new Map(log.map((event, index) => [event.position, index]));
}

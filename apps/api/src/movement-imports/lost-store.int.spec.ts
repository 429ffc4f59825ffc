import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { RevisionConflict, StoreFull, StoreUnavailable } from '#libs/event-sourcing';
import { FailingStore } from '../../testing/failing-store';
import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import type { ImportCourse } from './import-course';
import { IMPORT_WORK } from './run-import';
import type { ImportWork } from './run-import';

interface LineAnswer {
  readonly line: number;
  readonly key: string;
  readonly status: number;
  readonly events: readonly string[];
  readonly problem?: { readonly code: string };
}

const PATIENT = '600';
const IMPATIENT = '0';

/** A border whose store fails where a test says so. */
class Trial {
  private constructor(
    readonly border: ApiUnderTest,
    readonly store: FailingStore,
    private readonly address: string,
  ) {}

  static async start(patience: string): Promise<Trial> {
    const border = await startApi({ IMPORT_PATIENCE: patience });
    await border.app.listen(0, '127.0.0.1');
    return new Trial(border, new FailingStore(border.store), await border.app.getUrl());
  }

  async post(lines: readonly object[], signal: AbortSignal | null = null): Promise<Response> {
    const token = await this.border.token('gate-manager', { gates: ['*'], yards: ['*'] });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return fetch(`${this.address}/api/v1/movement-imports`, { method: 'POST', headers, body, signal });
  }

  /** The courses of the imports that come from now on. */
  courses(): ImportCourse[] {
    const work = this.border.app.get<ImportWork>(IMPORT_WORK);
    const begun: ImportCourse[] = [];
    const { course } = work;
    const noted = (gone: AbortSignal) => begun[begun.push(course(gone)) - 1];
    Object.assign(work, { course: noted });
    return begun;
  }

  async send(lines: readonly object[]): Promise<LineAnswer[]> {
    return answersIn(await (await this.post(lines)).text());
  }

  /** How much was recorded of each visit. */
  async stepsOf(...trucks: readonly Truck[]): Promise<number[]> {
    const log = await this.border.store.readAll(-1n, 1_000);
    return trucks.map(({ id }) => log.filter(({ stream }) => stream === `truckVisit-${id}`).length);
  }
}

interface Truck {
  readonly id: string;
  /** From the arrival to the return of the driver, who drives all of them. */
  readonly lines: readonly object[];
}

function truck(plate: string, hour: number, key = plate): Truck {
  const id = randomUUID();
  const at = (minute: number) =>
    `2021-12-24T${String(hour).padStart(2, '0')}:${String(10 + minute)}:00+07:00`;
  const steps: readonly (readonly [string, object])[] = [
    ['customs-clearance', { declarationNumber: `D-${plate}` }],
    ['disinfection', { targets: ['CABIN'], procedureVersion: '1' }],
    ['handover', { dedicatedDriver: 'HUU_NGHI-D01' }],
    ['crossing', { lane: 'MAIN' }],
    ['delivery', { foreignYard: 'PO_CHAI' }],
    ['return', {}],
  ];
  const body = { visitId: id, ...arrivalOf(plate, at(0)) };
  const arrival = { key: `${key}/arrival`, command: 'truck-visits', body };
  const later = steps.map(([step, fields], index) => {
    const command = `truck-visits/${step}`;
    return { key: `${key}/${step}`, command, id, body: { at: at(index + 1), ...fields } };
  });
  return { id, lines: [arrival, ...later] };
}

function answersIn(text: string): LineAnswer[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LineAnswer);
}

const codes = (answers: readonly LineAnswer[]) =>
  answers.map(({ problem, status }) => problem?.code ?? status);
const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

let trial: Trial;

afterEach(async () => {
  trial.store.mend();
  await trial.border.close();
});

test('a line waits for the store, and what depends on it for the line', async () => {
  trial = await Trial.start(PATIENT);
  const [first, second] = [truck('12C-100.01', 8), truck('12C-100.02', 9)];
  await trial.send(first.lines.slice(0, 3));
  trial.store.break({ stream: first.id, calls: ['append'] });
  const sent = trial.send([...first.lines, ...second.lines]);
  await trial.store.whenMet(3);
  // The handover of the second needs the driver that the first has not got yet.
  while (((await trial.stepsOf(second))[0] ?? 0) < 3) await turn();
  await trial.store.whenMet(5);
  expect(await trial.stepsOf(first, second)).toEqual([3, 3]);
  trial.store.mend();
  expect(codes(await sent)).toEqual(times(14, 200));
  expect(await trial.stepsOf(first, second)).toEqual([7, 7]);
});

test.each([
  ['a store that does not come back ends', () => new StoreUnavailable('it is away')],
  ['others who are faster each time end', () => new RevisionConflict('of a visit', 2n, 3n)],
])('%s the import, and the same file sent again goes on where it ended', async (_, error) => {
  trial = await Trial.start(IMPATIENT);
  const [first, second] = [truck('12C-100.11', 8), truck('12C-100.11', 9, 'again')];
  const lines = [...first.lines, ...second.lines];
  await trial.send(lines.slice(0, 3));
  trial.store.break({ stream: first.id, calls: ['append'], error });
  const answers = await trial.send([...lines, 'no line at all' as unknown as object]);
  expect(codes(answers)).toEqual([200, 200, 200, 'STORE_UNAVAILABLE', ...times(11, 'NOT_ATTEMPTED')]);
  expect(answers.slice(3)).toMatchObject(times(12, { status: 503, events: [] }));
  expect(answers.at(-2)?.key).toBe('again/return');
  expect(await trial.stepsOf(first, second)).toEqual([3, 0]);
  trial.store.mend();
  expect(codes(await trial.send(lines))).toEqual(times(14, 200));
  expect(await trial.stepsOf(first, second)).toEqual([7, 7]);
});

test('of lines that met a lost store side by side the first says so, and nothing of the others is done', async () => {
  trial = await Trial.start(IMPATIENT);
  const trucks = ['12C-100.71', '12C-100.72', '12C-100.73'].map((plate) => truck(plate, 8));
  const lines = trucks.map((one) => one.lines[0] ?? {});
  await trial.send(lines.slice(0, 1));
  trial.store.break({ stream: 'truckVisit-', calls: ['append'] });
  const answers = await trial.send([...lines, { ...lines[2], key: 'without-a-body', body: {} }]);
  expect(codes(answers)).toEqual([200, 'STORE_UNAVAILABLE', 'NOT_ATTEMPTED', 'NOT_ATTEMPTED']);
  expect(await trial.stepsOf(...trucks)).toEqual([1, 0, 0]);
  trial.store.break({ stream: 'truckVisit-', calls: ['append'], isDone: true });
  const open = await trial.send(lines);
  expect(codes(open)).toEqual([200, 'STORE_UNAVAILABLE', 'STORE_UNAVAILABLE']);
});

test('a line that others are faster than each time is tried again, and what depends on it waits', async () => {
  trial = await Trial.start(PATIENT);
  const [first, second] = [truck('12C-100.91', 8), truck('12C-100.91', 9, 'again')];
  const lines = [...first.lines, ...second.lines];
  await trial.send(lines.slice(0, 3));
  const conflict = () => new RevisionConflict(first.id, 2n, 3n);
  trial.store.break({ stream: first.id, calls: ['append'], error: conflict });
  const sent = trial.send(lines);
  // An attempt of a line is four appends.
  await Promise.race([trial.store.whenMet(9), sent]);
  expect(await trial.stepsOf(first, second)).toEqual([3, 0]);
  trial.store.mend();
  expect(codes(await sent)).toEqual(times(14, 200));
});

test('an append whose answer was lost is recorded once', async () => {
  trial = await Trial.start(PATIENT);
  const first = truck('12C-100.21', 8);
  trial.store.break({ stream: first.id, calls: ['append'], isDone: true });
  const sent = trial.send(first.lines);
  await trial.store.whenMet(1);
  trial.store.mend();
  expect(codes(await sent)).toEqual(times(7, 200));
  expect(await trial.stepsOf(first)).toEqual([7]);
});

test('a line under the key of one that waits is refused after it', async () => {
  trial = await Trial.start(PATIENT);
  const [first, second] = [truck('12C-100.31', 8), truck('12C-100.32', 9)];
  const rival = { ...second.lines[0], key: '12C-100.31/customs-clearance' };
  await trial.send(first.lines.slice(0, 1));
  trial.store.break({ stream: first.id, calls: ['append'] });
  const sent = trial.send([...first.lines.slice(0, 2), rival]);
  await trial.store.whenMet(2);
  trial.store.mend();
  expect(codes(await sent)).toEqual([200, 200, 'IDEMPOTENCY_KEY_REUSED']);
});

test('nothing runs beside a line whose visit cannot be read', async () => {
  trial = await Trial.start(PATIENT);
  const [unknown, next] = [truck('12C-100.41', 8), truck('12C-100.42', 9)];
  trial.store.break({ stream: unknown.id, calls: ['readStream'] });
  const sent = trial.send([next.lines[0] ?? {}, unknown.lines[1] ?? {}, next.lines[1] ?? {}]);
  await trial.store.whenMet(3);
  expect(await trial.stepsOf(next)).toEqual([1]);
  trial.store.mend();
  expect(codes(await sent)).toEqual([200, 'VISIT_NOT_FOUND', 200]);
});

test('a full disk ends the import', async () => {
  trial = await Trial.start(PATIENT);
  const [first, second] = [truck('12C-100.51', 8), truck('12C-100.52', 9)];
  trial.store.break({ stream: '', calls: ['append'], error: () => new StoreFull('no space is left') });
  const answers = await trial.send([...first.lines, ...second.lines]);
  expect(codes(answers)).toEqual(['STORE_FULL', ...times(13, 'NOT_ATTEMPTED')]);
  trial.store.mend();
  expect(codes(await trial.send([...first.lines, ...second.lines]))).toEqual(times(14, 200));
});

test('the answers before a line that waits come while it waits, and a stop ends the wait', async () => {
  trial = await Trial.start(PATIENT);
  const first = truck('12C-100.61', 8);
  await trial.send(first.lines.slice(0, 3));
  trial.store.break({ stream: first.id, calls: ['append'] });
  const { body } = await trial.post(first.lines);
  const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  const begun = await reader.read();
  expect(codes(answersIn(begun.value ?? ''))).toEqual(times(3, 200));
  const closing = trial.border.app.close();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) rest += part.value;
  expect(codes(answersIn(rest))).toEqual(times(4, 'NOT_ATTEMPTED'));
  await closing;
});

test('a client that goes away ends the wait, and nothing is done behind its back once the store is there', async () => {
  trial = await Trial.start(PATIENT);
  const first = truck('12C-100.81', 8);
  await trial.send(first.lines.slice(0, 3));
  trial.store.break({ stream: first.id, calls: ['append'] });
  const courses = trial.courses();
  const client = new AbortController();
  const sent = trial.post(first.lines, client.signal).then(({ body }) => body?.cancel());
  await trial.store.whenMet(1);
  client.abort();
  await sent.catch(() => undefined);
  while (courses[0]?.isOver !== true) await turn();
  trial.store.mend();
  expect(await trial.stepsOf(first)).toEqual([3]);
  expect(codes(await trial.send(first.lines))).toEqual(times(7, 200));
});

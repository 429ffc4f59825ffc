import { asked, at, startFixture, DAY_BEFORE } from '../../testing/fixture-2021-12-25';
import type { DayFixture, Page } from '../../testing/fixture-2021-12-25';

let day: DayFixture;

beforeAll(async () => {
  day = await startFixture();
});

afterAll(() => day.border.close());

const boardOf = ({ items }: Page, gate = 'HUU_NGHI') => items.find((row) => row['gate'] === gate);

describe('the boards', () => {
  test('one row a gate, a total, and where that is in the log', async () => {
    const page = await day.read('/gate-boards');
    expect(page.items.map(({ gate }) => gate)).toEqual(['CHI_MA', 'HUU_NGHI', 'TAN_THANH']);
    expect(boardOf(page)).toEqual({
      gate: 'HUU_NGHI',
      status: 'OPEN',
      trucksOnHand: 2,
      byStage: { ARRIVED: 1, CUSTOMS_CLEARED: 1 },
      byCargoClass: { DRY: 1, FRESH_PRODUCE: 1 },
      byBodyType: { BOX: 1, REEFER_CONTAINER: 1 },
      crossedToday: 2,
      turnedBackToday: 1,
      oldestWaitMinutes: 14 * 60,
    });
    expect(boardOf(page, 'CHI_MA')).toMatchObject({ trucksOnHand: 0, oldestWaitMinutes: null });
    expect(page.total).toMatchObject({ trucksOnHand: 3, crossedToday: 2, byStage: { ARRIVED: 2 } });
    const position = (await day.border.store.lastPosition()).toString();
    expect(page.asOf).toEqual({ position, recordTime: day.border.clock.now() });
  });

  test('as of an earlier event time', async () => {
    const page = await day.read(`/gate-boards?at=${asked('08:15')}`);
    expect(boardOf(page)).toMatchObject({ trucksOnHand: 3, crossedToday: 1, turnedBackToday: 0 });
    const yesterday = await day.read(`/gate-boards?at=${asked('11:00', DAY_BEFORE)}`);
    expect(boardOf(yesterday)).toMatchObject({ trucksOnHand: 1, byStage: { HANDED_OVER: 1 } });
  });

  test('rows and total cover the gates the caller may see', async () => {
    const own = await day.border.token('gate-operator', { gates: ['TAN_THANH', 'NO_SUCH_GATE'] });
    const page = await day.read('/gate-boards', own);
    expect(page.items.map(({ gate, trucksOnHand }) => [gate, trucksOnHand])).toEqual([['TAN_THANH', 1]]);
    expect(page.total).toMatchObject({ trucksOnHand: 1 });
    const none = await day.read('/gate-boards', await day.border.token('gate-operator'));
    expect([none.items, none.total?.['trucksOnHand']]).toEqual([[], 0]);
  });

  test('a time too far ahead is refused, one of a slightly fast clock is not', async () => {
    const ahead = await day.border.get(`/gate-boards?at=${asked('20:06')}`);
    expect([ahead.statusCode, ahead.json()]).toMatchObject([400, { code: 'AT_IN_FUTURE' }]);
    await day.read(`/gate-boards?at=${asked('20:05')}`);
  });

  test('`after` waits for the view: what was just recorded is there', async () => {
    const visit = await day.border.arrive(at('20:00'), '12C-000.08', { gate: 'CHI_MA' });
    const position = await day.border.store.lastPosition();
    const page = await day.read(`/gate-boards?after=${position}`);
    expect(boardOf(page, 'CHI_MA')).toMatchObject({ trucksOnHand: 1, oldestWaitMinutes: 0 });
    await day.border.step(visit, 'cancellation', at('20:00'), { reason: 'TEST' });
    await day.border.settle();
  });

  test('`after` a position beyond the end of the log is 400 at once', async () => {
    const answer = await day.border.get('/gate-boards?after=999999');
    expect([answer.statusCode, answer.headers['retry-after'], answer.json()]).toMatchObject([
      400,
      undefined,
      { code: 'AFTER_BEYOND_LOG' },
    ]);
  });
});

describe('what all of a gate have in common', () => {
  const QUERIES = [
    'queue',
    'next-calls',
    'dwell-times',
    'throughput',
    'days-to-clear',
    'deviations',
    'overtakings',
    'stream',
  ];

  test.each(QUERIES)('%s of a gate of others, or of none, is 404', async (query) => {
    const own = await day.border.token('gate-operator', { gates: ['TAN_THANH'] });
    for (const gate of ['HUU_NGHI', 'NO_SUCH_GATE']) {
      const answer = await day.border.get(`/gate-boards/${gate}/${query}`, own);
      expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'GATE_NOT_FOUND' }]);
    }
    expect((await day.border.get(`/gate-boards/NO_SUCH_GATE/${query}`)).statusCode).toBe(404);
  });

  test.each(QUERIES)(
    '%s is not for a company, and of the rest only the queue for the driver pool',
    async (query) => {
      const company = await day.border.token('company', { gates: ['*'], companies: ['*'] });
      expect((await day.border.get(`/gate-boards/HUU_NGHI/${query}`, company)).statusCode).toBe(403);
      const pool = await day.border.token('driver-pool-operator', { gates: ['HUU_NGHI'] });
      const { statusCode } = await day.border.get(`/gate-boards/HUU_NGHI/${query}`, pool);
      expect(statusCode).toBe(query === 'queue' ? 200 : 403);
    },
  );

  test.each(['dwell-times', 'throughput', 'deviations', 'overtakings'])(
    '%s covers at most a hundred days',
    async (query) => {
      const path = `/gate-boards/HUU_NGHI/${query}?from=2021-09-30`;
      expect((await day.border.get(`${path}&to=2022-01-08`)).statusCode).toBe(200);
      const tooLong = await day.border.get(`${path}&to=2022-01-09`);
      expect([tooLong.statusCode, tooLong.json()]).toMatchObject([400, { code: 'RANGE_TOO_LONG' }]);
      const empty = await day.border.get(`${path}&to=2021-09-30`);
      expect(empty.json()).toMatchObject({ code: 'RANGE_EMPTY' });
    },
  );

  test.each(QUERIES)('%s refuses a parameter it does not know', async (query) => {
    const answer = await day.border.get(`/gate-boards/HUU_NGHI/${query}?colour=red`);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'QUERY_INVALID' }]);
  });
});

import { parse } from '../../testing/csv-rows';
import { asked, at, startFixture, DAY, DAY_BEFORE } from '../../testing/fixture-2021-12-25';
import type { DayFixture, Page } from '../../testing/fixture-2021-12-25';

let day: DayFixture;

beforeAll(async () => {
  day = await startFixture();
});

afterAll(() => day.border.close());

describe('the queue', () => {
  test('those before handover, by arrival, with what is missing', async () => {
    const { items, nextCursor } = await day.read('/gate-boards/HUU_NGHI/queue');
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      {
        rank: 1,
        visitId: day.visits.cleared,
        gate: 'HUU_NGHI',
        tractor: { plate: '12C00002' },
        stage: 'CUSTOMS_CLEARED',
        arrivedAt: at('06:00'),
        queuedSince: at('06:00'),
        recordedAt: day.border.clock.now(),
        waitedMinutes: 840,
        cargoClass: 'FRESH_PRODUCE',
        bodyType: 'REEFER_CONTAINER',
        held: false,
        callMissed: false,
        reportedLate: false,
        missing: ['disinfection', 'handover'],
        next: expect.arrayContaining([
          { step: 'disinfection', required: true, possible: true, whyNot: [] },
          { step: 'handover', required: true, possible: false, whyNot: ['CABIN_NOT_DISINFECTED'] },
          { step: 'call-forward', required: false, possible: true, whyNot: [] },
        ]) as object[],
      },
      expect.objectContaining({ rank: 2, visitId: day.visits.held, held: true, stage: 'ARRIVED' }),
    ]);
  });

  test('a call has its deadline, as of when it stood', async () => {
    const { items } = await day.read(`/gate-boards/HUU_NGHI/queue?at=${asked('09:30', DAY_BEFORE)}`);
    expect(items).toMatchObject([
      { stage: 'CALLED_FORWARD', callDeadline: at('18:00', DAY_BEFORE), missing: ['handover'] },
    ]);
  });

  test('goes on where the cursor says; a cursor of another list is refused', async () => {
    const first = await day.read('/gate-boards/HUU_NGHI/queue?limit=1');
    expect(first.items).toMatchObject([{ rank: 1 }]);
    const second = await day.read(`/gate-boards/HUU_NGHI/queue?limit=1&cursor=${String(first.nextCursor)}`);
    expect([second.items[0]?.['rank'], second.nextCursor]).toEqual([2, null]);
    for (const cursor of ['made-up', 'WyJhIl0', '%00']) {
      const refused = await day.border.get(`/gate-boards/HUU_NGHI/queue?cursor=${cursor}`);
      expect([refused.statusCode, refused.json()]).toMatchObject([400, { code: 'CURSOR_INVALID' }]);
    }
  });

  test('as CSV, page by page', async () => {
    const path = '/gate-boards/HUU_NGHI/queue?limit=1';
    const answer = await day.border.get(path, undefined, { accept: 'text/csv' });
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(parse(answer.body)).toMatchObject([
      { rank: '1', visitId: day.visits.cleared, tractor: '12C00002', missing: 'disinfection handover' },
    ]);
    const next = /^<\/api\/v1(.+)>; rel="next"$/.exec(String(answer.headers['link']))?.[1] ?? '';
    const rest = await day.border.get(next, undefined, { accept: 'text/csv' });
    expect(parse(rest.body)).toMatchObject([{ rank: '2', held: 'true', callDeadline: '' }]);
    expect(rest.headers['link']).toBeUndefined();
  });
});

describe('dwell times', () => {
  test('finished, inside and left by stage, in minutes', async () => {
    const { items } = await day.read('/gate-boards/HUU_NGHI/dwell-times');
    expect(items.map(({ stage }) => stage)).toEqual(['CUSTOMS', 'WAITING_CALL', 'GATE', 'CROSSING', 'TOTAL']);
    const [customs, , , crossing] = items;
    expect(customs).toMatchObject({
      finished: { count: 3, mean: 90 },
      inside: { count: 1, max: 780 },
      left: { count: 1, max: 420 },
      byCargoClass: { DRY: { finished: { count: 0, mean: null }, inside: { count: 1 } } },
    });
    expect(crossing).toMatchObject({ finished: { count: 2, mean: 120 }, inside: { count: 0, max: null } });
  });

  test('by the day the stage ended', async () => {
    const { items } = await day.read('/gate-boards/HUU_NGHI/dwell-times?from=2021-12-24&to=2021-12-25');
    expect(items.at(-1)).toMatchObject({ stage: 'TOTAL', finished: { count: 1, mean: 330 } });
  });

  test('as CSV', async () => {
    const answer = await day.border.get('/gate-boards/HUU_NGHI/dwell-times', undefined, {
      accept: 'text/csv',
    });
    expect(parse(answer.body)[0]).toMatchObject({ stage: 'CUSTOMS', finishedCount: '3', leftMax: '420' });
  });
});

describe('throughput', () => {
  test('a row a day whose balance closes', async () => {
    const { items } = await day.read('/gate-boards/HUU_NGHI/throughput');
    expect(items).toHaveLength(7);
    expect(items.slice(-2)).toEqual([
      {
        date: '2021-12-24',
        arrived: 1,
        crossed: 1,
        turnedBack: 0,
        diverted: 0,
        cancelled: 0,
        transferred: 0,
        seenElsewhere: 0,
        onHandAtEnd: 0,
      },
      {
        date: DAY,
        arrived: 5,
        crossed: 2,
        turnedBack: 1,
        diverted: 0,
        cancelled: 0,
        transferred: 0,
        seenElsewhere: 0,
        onHandAtEnd: 2,
      },
    ]);
  });

  test('nothing later than the time asked about counts', async () => {
    const { items } = await day.read(`/gate-boards/HUU_NGHI/throughput?from=${DAY}&at=${asked('08:15')}`);
    expect(items).toMatchObject([{ date: DAY, arrived: 4, crossed: 1, onHandAtEnd: 3 }]);
  });

  test('as CSV', async () => {
    const path = `/gate-boards/HUU_NGHI/throughput?from=${DAY}`;
    const answer = await day.border.get(path, undefined, { accept: 'text/csv' });
    expect(answer.body).toBe(
      `\ufeffdate,arrived,crossed,turnedBack,diverted,cancelled,transferred,seenElsewhere,onHandAtEnd\r\n${DAY},5,2,1,0,0,0,0,2\r\n`,
    );
  });
});

describe('deviations', () => {
  test('each with its events, page by page', async () => {
    const whole = await day.read(`/gate-boards/HUU_NGHI/deviations?from=${DAY}`);
    const codes = whole.items.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['CUSTOMS_NOT_CLEARED', 'OUTSIDE_HOURS']));
    expect(whole.items[0]).toMatchObject({ visitId: day.visits.hasty, at: at('05:30') });
    const paged: unknown[] = [];
    for (let cursor: string | null | undefined = ''; cursor !== null;) {
      const page: Page = await day.read(
        `/gate-boards/HUU_NGHI/deviations?from=${DAY}&limit=1${cursor ? `&cursor=${cursor}` : ''}`,
      );
      paged.push(...page.items);
      cursor = page.nextCursor ?? null;
    }
    expect(paged).toEqual(whole.items);
  });

  test('none before they happened', async () => {
    const path = `/gate-boards/HUU_NGHI/deviations?at=${asked('05:29')}`;
    expect((await day.read(path)).items).toEqual([]);
  });
});

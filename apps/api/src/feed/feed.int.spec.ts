import { createHmac } from 'node:crypto';
import { CloudEvent } from 'cloudevents';
import type { FastifyRequest } from 'fastify';
import { boundCursor } from '#libs/http-edge';
import { Translator } from '#libs/integration-events';
import { cursorOf } from '#libs/read-models';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

const BATCH = 'application/cloudevents-batch+json';
let border: ApiUnderTest;
beforeEach(async () => {
  border = await startApi();
});
afterEach(() => border.close());

interface Event {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly time: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly events: readonly Event[];
  readonly complete: boolean;
  /** Below /api/v1. */
  readonly next: string;
}

async function read(path: string, token?: string): Promise<Page> {
  const answer = await border.get(path, token);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  const next = /^<\/api\/v1(\/feed\?[^>]+)>; rel="next"$/.exec(String(answer.headers['link']))?.[1];
  if (next === undefined) throw new Error('there is no next page');
  return { events: answer.json(), complete: answer.headers['feed-complete'] === 'true', next };
}

/** Page after page until there is nothing more. */
async function readAll(path: string, token?: string): Promise<Event[]> {
  const events: Event[] = [];
  for (let page = await read(path, token); ; page = await read(page.next, token)) {
    events.push(...page.events);
    if (page.complete) return events;
  }
}

const published = (): Promise<string[]> => publishedBehind(-1n);

async function publishedBehind(position: bigint): Promise<string[]> {
  const translator = new Translator(border.store);
  const log = await border.store.readAll(position, 10_000);
  return (await Promise.all(log.map((stored) => translator.translate(stored)))).flatMap(
    (event) => event?.id ?? [],
  );
}

async function busyDay(): Promise<void> {
  for (let truck = 0; truck < 20; truck += 1) {
    const visit = await border.arrive('2021-12-25T06:40:00+07:00', `12C-0${1000 + truck}`);
    await border.step(visit, 'customs-clearance', '2021-12-25T07:40:00+07:00', { declarationNumber: 'D-1' });
  }
}

it('is a batch of CloudEvents with the offset of the report, as the document says', async () => {
  await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67');
  const answer = await border.get('/feed?limit=500');
  expect(answer.headers['content-type']).toBe(`${BATCH}; charset=utf-8`);
  const events = answer.json<Event[]>();
  expect(events.every((event) => new CloudEvent({ ...event }).validate())).toBe(true);
  expect(events.at(-1)).toMatchObject({
    specversion: '1.0',
    type: 'vn.truckflow.TruckArrived.v1',
    source: '/border-gates/HUU_NGHI',
    time: '2021-12-25T06:40:00+07:00',
    dataschema: 'urn:truckflow:schema:TruckArrived:v1',
    data: { bodyType: 'REEFER_CONTAINER', eventTime: '2021-12-25T06:40:00+07:00' },
  });
  const documented = DocumentedAnswers.of(border.app);
  expect(documented.faultsOf('/feed', events, BATCH)).toEqual([]);
});

it.each([1, 7, 500])('leaves no gap and repeats nothing, %s at a time', async (limit) => {
  await busyDay();
  const ids = (await readAll(`/feed?limit=${limit}`)).map(({ id }) => id);
  expect(ids).toEqual(await published());
});

it('shows what was just recorded, from where one stood', async () => {
  const { next, complete, events } = await read('/feed?limit=500');
  expect([complete, events.length > 0]).toEqual([true, true]);
  expect(await read(next)).toMatchObject({ events: [], complete: true, next });
  const visit = await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67');
  const after = await read(next);
  expect(after.events.map(({ type, subject }) => [type, subject])).toEqual([
    ['vn.truckflow.TruckArrived.v1', visit],
  ]);
});

it('holds no plate, person, company or free text', async () => {
  const visit = await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67', {
    ...{ trailer: { plate: '12R-003.21' }, driver: 'driver-417', carrier: 'LONG_AN_HAULAGE' },
    place: 'beside the blue kiosk',
    consignments: [{ consignmentId: 'jackfruit-1', cargoClass: 'FRESH_PRODUCE', owner: 'LONG_AN_FRUIT' }],
  });
  await border.step(visit, 'hold', '2021-12-25T07:40:00+07:00', { cause: 'driver tested positive' });
  const text = JSON.stringify(await readAll('/feed'));
  const secrets = [
    '12C04567',
    '045.67',
    '12R00321',
    'driver-417',
    'LONG_AN',
    'kiosk',
    'positive',
    'gate-manager',
  ];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});

describe('a partner of one gate', () => {
  it('reads what belongs to that gate, whoever else is busy', async () => {
    await busyDay();
    const visit = await border.arrive('2021-12-25T06:40:00+07:00', '12C-077.77', { gate: 'CHI_MA' });
    const events = await readAll('/feed?limit=5', await border.token('integration', { gates: ['CHI_MA'] }));
    expect(new Set(events.map(({ source }) => source))).toEqual(new Set(['/border-gates/CHI_MA']));
    expect(events.filter(({ type }) => type.includes('Truck')).map(({ subject }) => subject)).toEqual([
      visit,
    ]);
  });

  it('learns that a visit went over to another gate, and no more of it', async () => {
    const token = await border.token('integration', { gates: ['HUU_NGHI'] });
    const visit = await border.arrive('2021-12-25T06:40:00+07:00', '12C-045.67');
    const { events, next } = await read('/feed?limit=500', token);
    const arrival = events.find(({ subject }) => subject === visit);
    const moved = {
      ...{ visitId: visit, gate: 'CHI_MA', direction: 'EXPORT', at: '2021-12-25T06:40:00+07:00' },
      ...{ tractor: { plate: '12C-045.67' }, bodyType: 'BOX' },
      consignments: [{ consignmentId: 'c-1', cargoClass: 'DRY' }],
    };
    const correction = { eventId: arrival?.id, reason: 'INCORRECT_DATA', corrected: moved };
    await border.step(visit, 'correction', '2021-12-25T07:00:00+07:00', correction);
    await border.step(visit, 'customs-clearance', '2021-12-25T07:40:00+07:00', { declarationNumber: 'D-1' });
    const after = await readAll(next, token);
    expect(after.map(({ type, source }) => [type, source])).toEqual([
      ['vn.truckflow.TruckVisitCorrected.v1', '/border-gates/CHI_MA'],
    ]);
  });

  it('hears of the policies that bind its gate, and of no others', async () => {
    const policy = {
      at: '2021-12-25T06:40:00+07:00',
      kind: 'QUEUE_ORDER',
      effectiveFrom: '2021-12-26T00:00:00+07:00',
      legalBasis: '128/NQ-CP',
    };
    const order = (carrier: string) => [
      { class: 'FIRST', weight: 2, when: { carrier: [carrier] } },
      { class: 'REST', weight: 1 },
    ];
    for (const [code, gate] of [['EVERYWHERE'], ['HERE', 'CHI_MA'], ['ELSEWHERE', 'HUU_NGHI']] as const) {
      const values = { classes: order('LONG_AN_HAULAGE'), window: 3, requires: [] };
      await border.record('/policies', { ...policy, policy: code, ...(gate && { gate }), values });
    }
    await border.record('/policies/HERE/withdrawal', { at: '2021-12-25T07:40:00+07:00' });
    const events = await readAll('/feed', await border.token('integration', { gates: ['CHI_MA'] }));
    const told = events.filter(({ type }) => type.includes('Policy'));
    expect(told.map(({ source, data }) => [source, (data as { policy: string }).policy])).toEqual([
      ['/policies', 'EVERYWHERE'],
      ['/border-gates/CHI_MA', 'HERE'],
      ['/border-gates/CHI_MA', 'HERE'],
    ]);
    expect(JSON.stringify(events)).not.toContain('LONG_AN');
  });

  it('sees nothing without a gate, and others are refused', async () => {
    expect(await readAll('/feed', await border.token('integration'))).toEqual([]);
    for (const role of ['gate-operator', 'yard-operator', 'company', 'customs-officer']) {
      const answer = await border.get('/feed', await border.token(role, { gates: ['*'], yards: ['*'] }));
      expect([role, answer.statusCode]).toEqual([role, 403]);
    }
    expect((await border.app.inject({ method: 'GET', url: '/api/v1/feed' })).statusCode).toBe(401);
  });
});

async function expectRefused(cursor: string, status = 400, code = 'CURSOR_INVALID'): Promise<void> {
  const answer = await border.get(`/feed?cursor=${cursor}`);
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
}

const sealed = (...key: readonly (string | number)[]): string =>
  boundCursor(cursorOf(...key), {
    ...{ query: {}, params: {}, routeOptions: { url: '/api/v1/feed' } },
  } as FastifyRequest);

it.each(['x', '', cursorOf('feed', '1')])('refuses %j as a cursor', (cursor) => expectRefused(cursor));

it.each([
  [['feed', '-2', '']],
  [['feed', '9'.repeat(23), '']],
  [['feed', '01', '']],
  [['feed', 1, '']],
  [['feed', '1']],
  [['queue', '1', '']],
])('refuses %j in a cursor that is sealed as ours', async (key) => {
  await expectRefused(sealed(...key));
});

it.each([
  ['of a version that marked the first event of the log', 'feed'],
  ['of this version', 'place'],
])('tells that a cursor %s is of another log', async (_, kind) => {
  await expectRefused(sealed(kind, '1', 'qN5rJ0cXo2bK7t1z'), 410, 'CURSOR_OF_ANOTHER_LOG');
  await expectRefused(sealed(kind, '999', 'qN5rJ0cXo2bK7t1z'), 410, 'CURSOR_OF_ANOTHER_LOG');
});

it('takes the cursors of the version before, which marked the first event of the log', async () => {
  await busyDay();
  const [first] = await border.store.readAll(-1n, 1);
  const key = `${first?.position ?? ''} ${first?.metadata.hash ?? ''}`;
  const seal = createHmac('sha256', key).update('30').digest('base64url').slice(0, 16);
  const { events } = await read(`/feed?cursor=${sealed('feed', '30', seal)}`);
  expect(events.map(({ id }) => id)).toEqual((await publishedBehind(30n)).slice(0, events.length));
  await expectRefused(sealed('feed', '31', seal), 410, 'CURSOR_OF_ANOTHER_LOG');
});

it('tells that a cursor is of the log before it went back, beyond its end and grown past it', async () => {
  await busyDay();
  const { next } = await read('/feed?limit=500');
  const cursor = next.slice(next.indexOf('cursor=') + 'cursor='.length);
  await border.close();
  border = await startApi();
  await expectRefused(cursor, 410, 'CURSOR_OF_ANOTHER_LOG');
  border.clock.set('2021-12-26T20:00:00+07:00');
  await busyDay();
  await busyDay();
  await expectRefused(cursor, 410, 'CURSOR_OF_ANOTHER_LOG');
});

it('refuses parameters it does not know, and pages that are too long', async () => {
  for (const query of ['after=1', 'limit=0', 'limit=501', 'gate=CHI_MA'])
    expect([query, (await border.get(`/feed?${query}`)).statusCode]).toEqual([query, 400]);
});

import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Who keeps the place in the queue, and who does not: over closures, diversions and changes of vehicle. */

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
  border.clock.set('2025-04-15T12:00:00+07:00');
});

afterAll(() => border.close());

const at = (minute: number) =>
  `2025-04-15T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00+07:00`;
const plateOf = (truck: number) => `12C-05${String(truck).padStart(3, '0')}`;
const SEVEN = 7 * 60;

interface Queued {
  readonly visitId: string;
  readonly gate: string;
  readonly rank: number;
  readonly arrivedAt: string;
  readonly queuedSince: string;
  readonly class?: string;
}

async function queueOf(gate: string): Promise<Queued[]> {
  await border.settle();
  const answer = await border.get(
    `/gate-boards/${gate}/queue?limit=500&at=${encodeURIComponent(at(12 * 60))}`,
  );
  return answer.json<{ items: Queued[] }>().items;
}

test('E: forty trucks that wait in another yard and ten that go to another gate keep their order', async () => {
  const closure = { at: at(0), lane: 'MAIN', orderedBy: 'FOREIGN', legalBasis: 'Notice 15/TB' };
  await border.record('/border-gates/HUU_NGHI/lane-closure', {
    ...closure,
    effectiveFrom: at(8 * 60),
    until: at(11 * 60),
  });
  await border.record('/yards', {
    at: at(0),
    yard: 'HUU_NGHI_WAITING',
    gate: 'HUU_NGHI',
    name: 'Bãi chờ',
    capacity: { min: 40, max: 60 },
    tenure: 'PERMANENT',
  });
  const arrived: string[] = [];
  for (let truck = 0; truck < 50; truck += 1)
    arrived.push(await border.arrive(at(SEVEN + truck), plateOf(truck), { place: 'HUU_NGHI_YARD' }));
  // Ten of them, every fifth, go to another gate and come there in the reverse order, after one that came there by itself.
  const isSentOn = (truck: number) => truck % 5 === 0;
  const sentOn = [...arrived.keys()].filter(isSentOn);
  for (const truck of sentOn) {
    const diversion = { reason: 'lane closed', toGate: 'TAN_THANH' };
    await border.step(arrived[truck] ?? '', 'diversion', at(8 * 60 + 30), diversion);
  }
  const own = await border.arrive(at(8 * 60 + 45), plateOf(900), { gate: 'TAN_THANH' });
  const came: string[] = [];
  for (const truck of sentOn.toReversed())
    came.unshift(await border.arrive(at(9 * 60 + 50 - truck), plateOf(truck), { gate: 'TAN_THANH' }));
  for (const [truck, visitId] of arrived.entries()) {
    if (isSentOn(truck)) continue;
    await border.step(visitId, 'yard-exit', at(8 * 60 + 20), { yard: 'HUU_NGHI_YARD' });
    await border.step(visitId, 'yard-entry', at(10 * 60 - truck), { yard: 'HUU_NGHI_WAITING' });
  }

  const waiting = arrived.filter((_, truck) => !isSentOn(truck));
  expect((await queueOf('HUU_NGHI')).map(({ visitId }) => visitId)).toEqual(waiting);
  const elsewhere = await queueOf('TAN_THANH');
  expect(elsewhere.map(({ visitId }) => visitId)).toEqual([...came, own]);
  expect(elsewhere.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(elsewhere[1]).toMatchObject({ arrivedAt: at(9 * 60 + 45), queuedSince: at(SEVEN + 5) });
  // Whoever kept the place passes nobody who came to this gate before.
  for (const visitId of [own, came[0] ?? ''])
    await border.step(visitId, 'customs-clearance', at(10 * 60), { declarationNumber: 'D-1' });
  await border.settle();
  const called = await border.post(`/truck-visits/${came[0]}/call-forward`, { at: at(10 * 60 + 5) });
  expect(called.json<{ warnings: object[] }>().warnings).toEqual([]);
  const all = (await queueOf('ALL')).filter(({ visitId }) => visitId !== own);
  expect(all.map(({ queuedSince }) => queuedSince)).toEqual(arrived.map((_, truck) => at(SEVEN + truck)));
});

test('X3: a truck that was sent on while its gate cleared it has lost its place', async () => {
  const visitId = await border.arrive(at(SEVEN), plateOf(100), { gate: 'CHI_MA' });
  await border.step(visitId, 'diversion', at(SEVEN + 30), { reason: 'shorter queue', toGate: 'TAN_THANH' });
  const next = await border.arrive(at(11 * 60), plateOf(100), { gate: 'TAN_THANH' });
  const row = (await queueOf('TAN_THANH')).find((one) => one.visitId === next);
  expect(row).toMatchObject({ queuedSince: at(11 * 60) });
  const shown = (await border.get(`/truck-visits/${next}`)).json<{ previousVisitId: string }>();
  expect(shown.previousVisitId).toBe(visitId);
});

test('X3: a suspension that is told late gives the place back, and its correction takes it', async () => {
  const visitId = await border.arrive(at(SEVEN + 1), plateOf(101), { gate: 'CHI_MA' });
  await border.step(visitId, 'diversion', at(SEVEN + 30), { reason: 'gate stopped', toGate: 'TAN_THANH' });
  const next = await border.arrive(at(11 * 60 + 1), plateOf(101), { gate: 'TAN_THANH' });
  const since = async () => (await queueOf('TAN_THANH')).find((one) => one.visitId === next)?.queuedSince;
  expect(await since()).toBe(at(11 * 60 + 1));
  const stop = { orderedBy: 'FOREIGN', reason: 'finding', until: at(SEVEN + 50) };
  const answer = await border.post('/border-gates/CHI_MA/suspension', { at: at(SEVEN + 20), ...stop });
  expect(answer.statusCode).toBe(200);
  expect(await since()).toBe(at(SEVEN + 1));
  const [eventId] = answer.json<{ eventIds: string[] }>().eventIds;
  await border.record('/border-gates/CHI_MA/correction', {
    at: at(12 * 60),
    eventId,
    reason: 'DID_NOT_OCCUR',
  });
  expect(await since()).toBe(at(11 * 60 + 1));
});

test.each([
  {
    owned: 'a container',
    arrives: { container: { number: 'CSQU3054383' } },
    sold: { container: { number: 'MSKU6011672' } },
  },
  {
    owned: 'a trailer',
    arrives: { trailer: { plate: '12R-00999' } },
    sold: { trailer: { plate: '12R-00998' } },
  },
  { owned: 'neither', arrives: { carrier: 'LONG_HAUL_A' }, sold: { carrier: 'LONG_HAUL_B' } },
])('X1: the turn of a truck with $owned is not sold to another', async ({ owned, arrives, sold }) => {
  const truck = 200 + owned.length;
  const visitId = await border.arrive(at(SEVEN), plateOf(truck), { gate: 'CHI_MA', ...arrives });
  const change = { at: at(SEVEN + 30), tractor: { plate: plateOf(truck + 300) }, reason: 'breakdown' };
  const refused = await border.post(`/truck-visits/${visitId}/vehicle-change`, { ...change, ...sold });
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, 'TURN_NOT_TRANSFERABLE']);
  const before = (await queueOf('CHI_MA')).find((one) => one.visitId === visitId);
  expect((await border.post(`/truck-visits/${visitId}/vehicle-change`, change)).statusCode).toBe(200);
  const after = (await queueOf('CHI_MA')).find((one) => one.visitId === visitId);
  expect(after?.queuedSince).toBe(before?.queuedSince);
});

test('a truck that misses its call goes to the end of its class by a policy, which the queue names, until it is excused', async () => {
  const basis = {
    at: at(0),
    number: '9/QĐ-TEST',
    date: '2025-01-01',
    issuer: 'Province',
    validFrom: '2025-01-01',
  };
  await border.record('/legal-bases', { ...basis, title: 'Order of calls' });
  const ruled = { at: at(0), gate: 'CHI_MA', effectiveFrom: at(60), legalBasis: basis.number };
  await border.record('/policies', {
    ...ruled,
    policy: 'CALLS',
    kind: 'CALL',
    values: { missed: 'END_OF_CLASS', deadlineMinutes: 30 },
  });
  const classes = [
    { class: 'PERISHABLE', weight: 2, when: { cargoClass: ['FRESH_PRODUCE'] } },
    { class: 'ORDINARY', weight: 5 },
  ];
  const order = { classes, window: 100, requires: [] };
  await border.record('/policies', { ...ruled, policy: 'ORDER', kind: 'QUEUE_ORDER', values: order });
  const dry = { consignments: [{ consignmentId: 'dry', cargoClass: 'DRY' }] };
  const early = await border.arrive(at(SEVEN + 3), plateOf(500), { gate: 'CHI_MA' });
  const late = await border.arrive(at(SEVEN + 4), plateOf(501), { gate: 'CHI_MA', ...dry });
  await border.step(early, 'customs-clearance', at(SEVEN + 5), { declarationNumber: 'D-1' });
  await border.step(early, 'call-forward', at(8 * 60));
  const rows = async () =>
    (await queueOf('CHI_MA'))
      .filter(({ visitId }) => [early, late].includes(visitId))
      .map((row) => [row.visitId, row.queuedSince, row.class]);
  expect(await rows()).toEqual([
    [late, at(SEVEN + 4), 'ORDINARY'],
    [early, at(8 * 60 + 30), 'PERISHABLE'],
  ]);
  await border.step(early, 'call-excuse', at(9 * 60), { cause: 'HEALTH' });
  expect(await rows()).toEqual([
    [early, at(SEVEN + 3), 'PERISHABLE'],
    [late, at(SEVEN + 4), 'ORDINARY'],
  ]);
});

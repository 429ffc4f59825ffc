import { MemoryEventStore, NO_REQUEST } from '#libs/event-sourcing';
import { VisitLockNames } from './visit-lock-names';

const VISIT = '0b6f6f0e-5b1c-4c55-9d7c-3f1f0f3a2b11';
const AT = '2021-12-15T06:40:00+07:00';
const ARRIVAL = {
  visitId: VISIT,
  gate: 'CHI_MA',
  direction: 'EXPORT',
  tractor: { plate: '12C04567' },
  bodyType: 'BOX',
  consignments: [{ consignmentId: 'goods', cargoClass: 'DRY' }],
};

async function heldAfterRestart(): Promise<VisitLockNames> {
  const store = new MemoryEventStore(() => new Date(AT));
  const metadata = {
    ...NO_REQUEST,
    eventTime: AT,
    actor: { sub: 'mai', agency: null },
    role: 'gate-operator',
    device: null,
    source: 'OPERATOR' as const,
    commandId: VISIT,
  };
  const event = { type: 'truckVisit.TruckArrived.v1', eventId: VISIT, data: ARRIVAL, metadata };
  await store.append(`truckVisit-${VISIT}`, [event], 'noStream');
  return new VisitLockNames(store);
}

const TRACTOR = 'tractor\n12C04567';
const CROSSING = { at: AT };

test('a visit takes its turn for what its stream says it holds, also after a step that did not name it', async () => {
  const held = await heldAfterRestart();
  expect(held.namesFor(VISIT, CROSSING, false)).not.toContain(TRACTOR);
  await held.recall(VISIT);
  expect(held.namesFor(VISIT, CROSSING, false)).toContain(TRACTOR);
});

test('a visit that arrives is known by what it names', async () => {
  const held = await heldAfterRestart();
  const arrival = { at: AT, tractor: { plate: '12C-045.67' }, container: { number: 'csqu 3054383' } };
  held.namesFor(VISIT, arrival, true);
  expect([...held.namesFor(VISIT, CROSSING, false)]).toEqual([
    `visit\n${VISIT}`,
    TRACTOR,
    'container\nCSQU3054383',
  ]);
});

test('two containers are two names, and a list that is too long names no more', async () => {
  const held = await heldAfterRestart();
  const containers = ['csqu 3054383', 'MSKU6011672', 'MSCU6639870'].map((number) => ({ number }));
  expect([...held.namesFor(VISIT, { at: AT, containers }, false)]).toEqual([
    `visit\n${VISIT}`,
    'container\nCSQU3054383',
    'container\nMSKU6011672',
  ]);
});

test('what has not the shape of a name names nothing', async () => {
  const held = await heldAfterRestart();
  const odd = {
    at: AT,
    tractor: null,
    trailer: 5,
    container: { number: 'C'.repeat(65) },
    containers: [null, 'CSQU3054383'],
    dedicatedDriver: {},
  };
  expect([...held.namesFor(VISIT, odd, false)]).toEqual([`visit\n${VISIT}`]);
});

import { DocumentedAnswers } from '../../testing/documented-answers';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

interface NextStep {
  readonly step: string;
  readonly required: boolean;
  readonly possible: boolean;
  readonly whyNot: readonly string[];
}

interface Row {
  readonly visitId: string;
  readonly next: readonly NextStep[];
}

const YARD = 'HUU_NGHI_YARD';
const BODIES: Readonly<Record<string, object>> = {
  'hold-lift': { cause: 'INSPECTION' },
  'customs-clearance': { declarationNumber: '305120' },
  disinfection: { targets: ['CABIN'], procedureVersion: '2021-1' },
  handover: { dedicatedDriver: 'HUU_NGHI-D01' },
  delivery: { foreignYard: 'PO_CHAI' },
};

let border: ApiUnderTest;
let documented: DocumentedAnswers;

beforeAll(async () => {
  border = await startApi();
  documented = DocumentedAnswers.of(border.app);
});

afterAll(() => border.close());

async function nextOf(visitId: string, token?: string): Promise<readonly NextStep[]> {
  await border.settle();
  return (await border.get(`/truck-visits/${visitId}`, token)).json<Row>().next;
}

/** `next` of the visit in a list, as the document describes the list; undefined when it is not in it. */
async function listed(path: string, of: string, visitId: string, token?: string) {
  const answer = (await border.get(path, token)).json<{ items: readonly Row[] }>();
  expect(documented.faultsOf(of, answer)).toEqual([]);
  return answer.items.find((row) => row.visitId === visitId)?.next;
}

function report(visitId: string, step: string, at: string) {
  return border.post(`/truck-visits/${visitId}/${step}`, { at, ...BODIES[step] });
}

test('who presses the main button time after time brings a truck home, and every list says the same', async () => {
  const visitId = await border.arrive('2021-12-25T06:00:00+07:00', '12C-045.67', { place: YARD });
  await border.step(visitId, 'hold', '2021-12-25T06:10:00+07:00', { cause: 'INSPECTION' });
  const pressed: string[] = [];
  for (let hour = 7; hour < 19; hour += 1) {
    const at = `2021-12-25T${String(hour).padStart(2, '0')}:00:00+07:00`;
    const next = await nextOf(visitId);
    const isOnHand = !pressed.includes('crossing');
    expect(await listed('/truck-visits', '/truck-visits', visitId)).toEqual(next);
    const queue = await listed('/gate-boards/HUU_NGHI/queue', '/gate-boards/{gate}/queue', visitId);
    expect(queue).toEqual(pressed.includes('handover') ? undefined : next);
    const yard = await listed(`/yards/${YARD}/trucks`, '/yards/{yard}/trucks', visitId);
    expect(yard).toEqual(isOnHand ? next : undefined);
    for (const { step, whyNot } of next.filter(({ possible }) => !possible)) {
      const refused = await report(visitId, step, at);
      expect([step, refused.statusCode, refused.json<{ code: string }>().code]).toEqual([
        step,
        409,
        whyNot[0],
      ]);
    }
    const button = next.find(({ required, possible }) => required && possible);
    if (button === undefined) break;
    expect([button.step, (await report(visitId, button.step, at)).statusCode]).toEqual([button.step, 200]);
    pressed.push(button.step);
  }
  expect(pressed).toEqual([
    'hold-lift',
    'customs-clearance',
    'disinfection',
    'handover',
    'crossing',
    'delivery',
    'return',
  ]);
  expect(await nextOf(visitId)).toEqual([]);
});

test('a visit that ended has none', async () => {
  const visitId = await border.arrive('2021-12-25T06:00:00+07:00', '12C-045.68');
  await border.step(visitId, 'turn-back', '2021-12-25T07:00:00+07:00', { reason: 'papers' });
  expect(await nextOf(visitId)).toEqual([]);
  expect(await listed('/truck-visits?stage=TURNED_BACK', '/truck-visits', visitId)).toEqual([]);
});

test('a suspension stops call and crossing from when it begins, without an event of the visit', async () => {
  const visitId = await border.arrive('2021-12-25T06:00:00+07:00', '29C-111.11', { gate: 'CHI_MA' });
  await border.step(visitId, 'customs-clearance', '2021-12-25T07:00:00+07:00', { declarationNumber: '1' });
  await border.record('/border-gates/CHI_MA/suspension', {
    at: '2021-12-25T12:00:00+07:00',
    orderedBy: 'FOREIGN',
    reason: 'finding',
  });
  await border.settle();
  const before = await border.get('/gate-boards/CHI_MA/queue?at=2021-12-25T11:00:00%2B07:00');
  const [row] = before.json<{ items: readonly Row[] }>().items;
  expect(row?.next).toContainEqual({ step: 'call-forward', required: false, possible: true, whyNot: [] });
  const now = await nextOf(visitId);
  expect(now.map(({ step }) => step)).not.toContain('call-forward');
  expect(now.find(({ step }) => step === 'crossing')?.whyNot.at(-1)).toBe('GATE_SUSPENDED');
  expect(
    (await border.post(`/truck-visits/${visitId}/call-forward`, { at: '2021-12-25T13:00:00+07:00' })).json(),
  ).toMatchObject({ code: 'GATE_SUSPENDED' });
});

test('yard and company are told of what they see, and the goods of others stop nothing for an owner', async () => {
  const visitId = await border.arrive('2021-12-25T06:00:00+07:00', '12C-045.69', {
    gate: 'TAN_THANH',
    place: 'TAN_THANH_YARD',
    carrier: 'ALPHA',
    consignments: [
      { consignmentId: 'own', cargoClass: 'DRY', owner: 'BETA' },
      { consignmentId: 'others', cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT', owner: 'GAMMA' },
    ],
  });
  await border.record('/border-gates/TAN_THANH/suspension', {
    at: '2021-12-25T12:00:00+07:00',
    orderedBy: 'FOREIGN',
    reason: 'finding',
    commodityScope: ['JACKFRUIT'],
  });
  const whole = await nextOf(visitId);
  const crossingTo = async (role: string, claims: object) => {
    const token = await border.token(role, claims);
    const next = await nextOf(visitId, token);
    expect(await listed('/truck-visits', '/truck-visits', visitId, token)).toEqual(next);
    return { isWhole: JSON.stringify(next) === JSON.stringify(whole), next };
  };
  expect((await crossingTo('yard-operator', { yards: ['TAN_THANH_YARD'] })).isWhole).toBe(true);
  expect((await crossingTo('company', { companies: ['ALPHA'] })).isWhole).toBe(true);
  expect((await crossingTo('company', { companies: ['GAMMA'] })).isWhole).toBe(true);
  const { next } = await crossingTo('company', { companies: ['BETA'] });
  expect(next.flatMap(({ whyNot }) => whyNot)).not.toContain('GATE_SUSPENDED');
  expect(whole.flatMap(({ whyNot }) => whyNot)).toContain('GATE_SUSPENDED');
  const outside = await border.token('company', { companies: ['DELTA'] });
  expect((await border.get(`/truck-visits/${visitId}`, outside)).statusCode).toBe(404);
});

test('a hold of another agency is liftable, though not by everyone', async () => {
  const visitId = await border.arrive('2021-12-25T06:00:00+07:00', '12C-045.70');
  const health = await border.token('health-officer', { gates: ['HUU_NGHI'] });
  const hold = { at: '2021-12-25T07:00:00+07:00', cause: 'FINDING' };
  expect((await border.post(`/truck-visits/${visitId}/hold`, hold, health)).statusCode).toBe(200);
  const [lift] = await nextOf(visitId);
  expect(lift).toEqual({ step: 'hold-lift', required: true, possible: true, whyNot: [] });
  const body = { ...hold, at: '2021-12-25T08:00:00+07:00' };
  const refused = await border.post(`/truck-visits/${visitId}/hold-lift`, body);
  expect([refused.statusCode, refused.json()]).toMatchObject([403, { code: 'HOLD_OF_OTHER_AGENCY' }]);
  expect((await border.post(`/truck-visits/${visitId}/hold-lift`, body, health)).statusCode).toBe(200);
});

import { DocumentedAnswers } from '../../testing/documented-answers';
import { OrderedLine, at, BASIS } from '../../testing/ordered-line';
import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Calls are metered by the target of a gate yard, through HTTP. */

const YARD = 'CHI_MA_YARD';

let border: ApiUnderTest;
let line: OrderedLine;

beforeAll(async () => {
  border = await startApi();
  line = new OrderedLine(border);
});

afterAll(() => border.close());

async function metering(): Promise<object[]> {
  await border.settle();
  const answer = await border.get('/yards/metering');
  expect(DocumentedAnswers.of(border.app).faultsOf('/yards/metering', answer.json())).toEqual([]);
  return answer.json<{ items: object[] }>().items;
}

test('without a target nothing is metered, and nobody is refused', async () => {
  expect(await metering()).toEqual([]);
  const truck = await line.arrived('HUU_NGHI', 'O', 1);
  expect(await line.call(truck, 2)).toEqual([200, {}]);
  expect(await line.recordedCall(truck)).not.toHaveProperty('places');
});

test('a call above the target is refused until a place is free, and by an override it is not', async () => {
  await border.record('/policies', {
    at: at(-60),
    policy: 'TARGET_CHI_MA',
    kind: 'GATE_YARD_TARGET',
    gate: 'CHI_MA',
    effectiveFrom: at(-60),
    legalBasis: BASIS,
    values: { yard: YARD, target: 2 },
  });
  const [first = '', second = '', third = '', fourth = ''] = await Promise.all(
    [1, 2, 3, 4].map((minute) => line.arrived('CHI_MA', 'O', minute)),
  );
  await border.step(first, 'yard-entry', at(10), { yard: YARD });
  // Sent at once, they are judged one after the other: one place is left.
  const answers = await Promise.all([second, third].map((truck) => line.call(truck, 20)));
  expect(answers.map(([status]) => status).sort()).toEqual([200, 409]);
  expect(answers.flatMap(([, { code }]) => code ?? [])).toEqual(['GATE_YARD_FULL']);
  expect(await metering()).toEqual([
    { gate: 'CHI_MA', yard: YARD, present: 1, underway: 1, target: 2, free: 0, waitingOutside: 2 },
  ]);
  // Who stands in the yard is called, whatever stands there.
  expect(await line.call(first, 21)).toEqual([200, {}]);
  expect(await line.call(fourth, 22)).toMatchObject([409, { code: 'GATE_YARD_FULL' }]);

  const boss = await border.token('gate-manager', { gates: ['*'], sub: 'hoa', agency: 'AGENCY_A' });
  const other = await border.token('task-force', { gates: ['*'], sub: 'long', agency: 'AGENCY_B' });
  const request = { at: at(23), visitId: fourth, reason: 'oxygen', legalBasis: BASIS };
  const asked = await border.post('/border-gates/CHI_MA/order-override', request, boss);
  const { id: override } = asked.json<{ id: string }>();
  await border.post('/border-gates/CHI_MA/order-override-confirmation', { at: at(24), override }, other);
  expect(await line.call(fourth, 25, { override })).toEqual([200, {}]);
  expect(await line.recordedCall(fourth)).toMatchObject({ places: 0, override });

  await border.step(first, 'turn-back', at(31), { reason: 'spoiled' });
  const waiting = answers[0]?.[0] === 200 ? third : second;
  expect(await line.call(waiting, 32)).toMatchObject([409, { code: 'GATE_YARD_FULL' }]);
  await border.step(fourth, 'turn-back', at(33), { reason: 'spoiled' });
  expect(await line.call(waiting, 34)).toEqual([200, {}]);
});

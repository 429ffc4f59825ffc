import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* Queue jumps: a truck that is called, handed over or crosses before others that could have gone. */

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

const at = (time: string) => `2021-12-25T${time}:00+07:00`;

interface Row {
  readonly visitId: string;
  readonly code: string;
  readonly passed?: number;
}

/** A truck that arrives at a minute past eight and is cleared at once. */
async function cleared(minute: number, data: object = {}): Promise<string> {
  const time = `08:${String(minute).padStart(2, '0')}`;
  const visitId = await border.arrive(at(time), `12C-03${String(minute).padStart(3, '0')}`, data);
  await border.step(visitId, 'customs-clearance', at(time), { declarationNumber: `D-${minute}` });
  return visitId;
}

async function warningsOf(visitId: string, step: string, time: string, data: object = {}) {
  const answer = await border.post(`/truck-visits/${visitId}/${step}`, { at: at(time), ...data });
  return answer.json<{ warnings: object[] }>().warnings;
}

async function deviationsOfGate(): Promise<Row[]> {
  await border.settle();
  const answer = await border.get('/gate-boards/HUU_NGHI/deviations?from=2021-12-25&to=2021-12-26');
  return answer.json<{ items: Row[] }>().items.filter(({ code }) => code === 'OUT_OF_TURN');
}

const passing = (passed: number) => [{ code: 'OUT_OF_TURN', pointer: '', passed }];

test('a jump warns of how many were passed and is a deviation of that visit; what is in turn is neither', async () => {
  const first = await cleared(1);
  const second = await cleared(2);
  const third = await cleared(3);
  expect(await warningsOf(third, 'call-forward', '09:00')).toEqual(passing(2));
  // One right after the other, whatever the views have seen by then.
  expect(await warningsOf(first, 'call-forward', '09:01')).toEqual([]);
  expect(await warningsOf(second, 'call-forward', '09:02')).toEqual([]);
  expect(await deviationsOfGate()).toEqual([
    expect.objectContaining({ visitId: third, code: 'OUT_OF_TURN', passed: 2 }),
  ]);
  const visit = (await border.get(`/truck-visits/${third}`)).json<{
    deviations: Row[];
    warnings: object[];
  }>();
  expect(visit.deviations).toContainEqual(expect.objectContaining({ code: 'OUT_OF_TURN', passed: 2 }));
  expect(visit.warnings).toEqual([expect.objectContaining({ code: 'OUT_OF_TURN', passed: 2 })]);
});

test('the jumps of a gate name who was passed, in JSON and as table, one gate or all that the caller sees', async () => {
  const jumped = { step: 'call-forward', at: at('09:00'), passed: 2, reason: 'NONE', gate: 'HUU_NGHI' };
  for (const gate of ['HUU_NGHI', 'ALL']) {
    const answer = await border.get(`/gate-boards/${gate}/overtakings?from=2021-12-25&to=2021-12-26`);
    expect(answer.statusCode).toBe(200);
    const { items } = answer.json<{ items: { passedVisitIds: string[] }[] }>();
    expect(items).toEqual([expect.objectContaining({ ...jumped, tractor: { plate: '12C03003' } })]);
    expect(items[0]?.passedVisitIds).toHaveLength(2);
  }
  const elsewhere = await border.token('border-guard', { gates: ['CHI_MA'] });
  const ofOthers = await border.get('/gate-boards/ALL/overtakings?from=2021-12-25', elsewhere);
  expect(ofOthers.json()).toMatchObject({ items: [] });
  const csv = await border.get('/gate-boards/HUU_NGHI/overtakings?from=2021-12-25&format=csv&all=true');
  expect(csv.body).toContain('12C03003,call-forward,2,NONE,,,,,HUU_NGHI');
});

test('a crossing without a call is a jump, too, and a late report of an earlier clearance makes one', async () => {
  const waiting = await border.arrive(at('08:10'), '12C-040.01');
  const jumper = await cleared(20);
  expect(
    await warningsOf(jumper, 'crossing', '10:00', { observed: true, observation: 'seen at the barrier' }),
  ).toEqual([]);
  expect(await deviationsOfGate()).toHaveLength(1);
  await border.step(waiting, 'customs-clearance', at('08:30'), { declarationNumber: 'D-W' });
  expect(await deviationsOfGate()).toContainEqual(
    expect.objectContaining({ visitId: jumper, code: 'OUT_OF_TURN', passed: 1 }),
  );
});

test('a call that nobody follows and a report of the day before show in the queue', async () => {
  const visitId = await border.arrive('2021-12-23T08:00:00+07:00', '12C-050.01', { gate: 'CHI_MA' });
  await border.step(visitId, 'customs-clearance', at('08:00'), { declarationNumber: 'D-5' });
  await border.step(visitId, 'call-forward', at('09:00'), { deadline: at('11:00') });
  await border.settle();
  const row = async (time: string) => {
    const answer = await border.get(`/gate-boards/CHI_MA/queue?at=${encodeURIComponent(at(time))}`);
    return answer.json<{ items: object[] }>().items[0];
  };
  const late = { visitId, reportedLate: true, callDeadline: at('11:00') };
  expect(await row('10:59')).toMatchObject({ ...late, callMissed: false });
  expect(await row('11:00')).toMatchObject({ ...late, callMissed: true });
  const visit = (await border.get(`/truck-visits/${visitId}`)).json<{ flags: string[]; deviations: Row[] }>();
  expect(visit.flags).toEqual(['CALL_MISSED']);
  expect(visit.deviations).toContainEqual(expect.objectContaining({ code: 'CALL_MISSED', at: at('11:00') }));
});

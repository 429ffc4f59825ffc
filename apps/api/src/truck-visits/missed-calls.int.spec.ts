import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* A truck that does not follow its call: the call is over at its deadline, shows as missed, and may be made again. */

let border: ApiUnderTest;

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

const at = (time: string) => `2021-12-25T${time}:00+07:00`;

/** A truck that was called at nine, to come by ten. */
async function called(plate: string): Promise<string> {
  const visitId = await border.arrive(at('08:00'), plate);
  await border.step(visitId, 'customs-clearance', at('08:10'), { declarationNumber: 'D-1' });
  await border.step(visitId, 'call-forward', at('09:00'), { deadline: at('10:00') });
  await border.settle();
  return visitId;
}

interface Answer {
  readonly events: string[];
  readonly code?: string;
}

interface Report {
  readonly visitId: string;
  readonly step: string;
  readonly role?: string;
}

async function post({ visitId, step, role }: Report, time: string, data: object = {}) {
  const reach = { gates: ['HUU_NGHI'], yards: ['HUU_NGHI_YARD'] };
  const token = role === undefined ? undefined : await border.token(role, reach);
  const answer = await border.post(`/truck-visits/${visitId}/${step}`, { at: at(time), ...data }, token);
  await border.settle();
  return { status: answer.statusCode, ...answer.json<Answer>() };
}

interface Shown {
  readonly stage: string;
  readonly flags: string[];
  readonly deviations: { readonly code: string; readonly at: string }[];
}

async function shown(visitId: string): Promise<Shown> {
  return (await border.get(`/truck-visits/${visitId}`)).json<Shown>();
}

interface Queued {
  readonly visitId: string;
  readonly stage: string;
  readonly callMissed: boolean;
  readonly callDeadline?: string;
}

async function queued(visitId: string, time: string): Promise<Queued | undefined> {
  const url = `/gate-boards/HUU_NGHI/queue?limit=500&at=${encodeURIComponent(at(time))}`;
  return (await border.get(url)).json<{ items: Queued[] }>().items.find((row) => row.visitId === visitId);
}

test('a call that nobody followed is over at its deadline, and the truck is called again by a new step', async () => {
  const visitId = await called('12C-04001');
  const deadline = { callDeadline: at('10:00') };
  expect(await queued(visitId, '09:59')).toMatchObject({
    stage: 'CALLED_FORWARD',
    callMissed: false,
    ...deadline,
  });
  expect(await queued(visitId, '10:00')).toMatchObject({
    stage: 'CUSTOMS_CLEARED',
    callMissed: true,
    ...deadline,
  });
  const missed = await shown(visitId);
  expect([missed.stage, missed.flags]).toEqual(['CUSTOMS_CLEARED', ['CALL_MISSED']]);
  expect(missed.deviations).toEqual(
    expect.arrayContaining([expect.objectContaining({ code: 'CALL_MISSED', at: at('10:00') })]),
  );
  const found = await border.get('/truck-visits?plate=12C-04001');
  expect(found.json<{ items: object[] }>().items).toEqual([
    expect.objectContaining({ stage: 'CUSTOMS_CLEARED' }),
  ]);
  const none = await border.get('/truck-visits?plate=12C-04001&stage=CALLED_FORWARD');
  expect(none.json<{ items: object[] }>().items).toEqual([]);

  const again = await post({ visitId, step: 'call-forward' }, '11:00', { deadline: at('12:00') });
  expect([again.status, again.events]).toEqual([200, ['truckVisit.TruckCalledForward.v1']]);
  expect(await queued(visitId, '11:30')).toMatchObject({ stage: 'CALLED_FORWARD', callMissed: false });
  expect(await queued(visitId, '12:00')).toMatchObject({ callMissed: true, callDeadline: at('12:00') });
});

test('a second call while the first is in force is said twice, or refused in other words', async () => {
  const visitId = await called('12C-04002');
  expect((await post({ visitId, step: 'call-forward' }, '09:30', { deadline: at('10:00') })).events).toEqual(
    [],
  );
  const other = await post({ visitId, step: 'call-forward' }, '09:30', { deadline: at('10:30') });
  expect([other.status, other.code]).toEqual([409, 'ALREADY_CALL_FORWARD']);
});

test('an excuse keeps the call from being missed, before the deadline and after it, told by who runs the yard', async () => {
  const before = await called('12C-04003');
  const excuse = { cause: 'BREAKDOWN', evidence: 'tow report 17' };
  expect(
    (await post({ visitId: before, step: 'call-excuse', role: 'gate-operator' }, '09:30', excuse)).events,
  ).toHaveLength(1);
  expect((await shown(before)).flags).toEqual([]);
  expect((await post({ visitId: before, step: 'call-forward' }, '09:40')).events).toHaveLength(1);

  const after = await called('12C-04004');
  expect((await shown(after)).flags).toEqual(['CALL_MISSED']);
  await post({ visitId: after, step: 'yard-entry' }, '10:10', { yard: 'HUU_NGHI_YARD' });
  expect(
    (await post({ visitId: after, step: 'call-excuse', role: 'yard-operator' }, '10:30', { cause: 'HEALTH' }))
      .events,
  ).toHaveLength(1);
  expect((await shown(after)).flags).toEqual([]);
  expect((await post({ visitId: after, step: 'call-excuse' }, '10:31', { cause: 'HEALTH' })).events).toEqual(
    [],
  );
});

test.each([
  {
    plate: '12C-04101',
    what: 'without a call',
    refusal: [409, 'NOT_CALLED_FORWARD'],
    body: { cause: 'OTHER' },
  },
  { plate: '12C-04102', what: 'for no cause', refusal: [400, 'BODY_INVALID'], body: {} },
  {
    plate: '12C-04103',
    what: 'for another cause',
    refusal: [400, 'BODY_INVALID'],
    body: { cause: 'TRAFFIC' },
  },
  {
    plate: '12C-04104',
    what: 'by a carrier',
    refusal: [403, 'FORBIDDEN'],
    body: { cause: 'OTHER' },
    role: 'company',
  },
])('an excuse $what is refused', async ({ plate, refusal, body, role }) => {
  const visitId = await border.arrive(at('08:00'), plate);
  const answer = await post({ visitId, step: 'call-excuse', ...(role && { role }) }, '09:00', body);
  expect([answer.status, answer.code]).toEqual(refusal);
  expect((await shown(visitId)).stage).toBe('ARRIVED');
});

test('a call names a lane of the gate, and is told as seen only when it is told late', async () => {
  const visitId = await border.arrive(at('08:00'), '12C-04005');
  await border.step(visitId, 'customs-clearance', at('08:10'), { declarationNumber: 'D-1' });
  expect((await post({ visitId, step: 'call-forward' }, '09:00', { lane: 'NO_LANE' })).code).toBe(
    'LANE_UNKNOWN',
  );
  const seen = { observed: true, observation: 'radio log' };
  expect((await post({ visitId, step: 'call-forward' }, '19:55', seen)).code).toBe('OBSERVATION_NOT_ALLOWED');
  expect((await post({ visitId, step: 'call-forward' }, '09:00', { ...seen, judgedAt: '12' })).status).toBe(
    200,
  );
});

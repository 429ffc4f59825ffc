import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at, OrderedLine } from '../../testing/ordered-line';
import type { Refused } from '../../testing/ordered-line';

/* Calls under a published order, through HTTP. */

let border: ApiUnderTest;
let line: OrderedLine;

beforeAll(async () => {
  border = await startApi();
  await border.app.listen(0, '127.0.0.1');
  line = new OrderedLine(border);
});

afterAll(() => border.close());

describe('L: a line of classes weighted 1:1:1:5, the first of them empty', () => {
  const ids = new Map<string, string>();
  const name = (visitId: string | undefined) => [...ids].find(([, id]) => id === visitId)?.[0];
  let minute = 100;

  /** Tries to call the last of the line, and calls the one that is named in its place. */
  async function callNext(): Promise<string> {
    minute += 1;
    const waiting = ids.get('O10') ?? '';
    const [, { next = [] }] = await line.call(waiting, minute);
    const [called = waiting] = next;
    expect((await line.call(called, minute))[0]).toBe(200);
    return name(called) ?? '';
  }

  beforeAll(async () => {
    await line.publish('CHI_MA');
    for (let number = 1; number <= 10; number += 1)
      ids.set(`O${number}`, await line.arrived('CHI_MA', `O${number}`, number));
    for (const [index, one] of ['P1', 'P2', 'T1', 'T2'].entries())
      ids.set(one, await line.arrived('CHI_MA', one, 20 + index));
  });

  it('is called P1 T1 O1–O5 P2 T2 O6–O10, and one of the first class that comes after O3 after O5', async () => {
    const called: string[] = [];
    while (called.at(-1) !== 'O3') called.push(await callNext());
    ids.set('F1', await line.arrived('CHI_MA', 'F1', minute));
    while (called.at(-1) !== 'O10') called.push(await callNext());
    expect(called.join(' ')).toBe('P1 T1 O1 O2 O3 O4 O5 F1 P2 T2 O6 O7 O8 O9 O10');
  });

  it('keeps with each call how many it passed, and by which version and position that was judged', async () => {
    const data = await line.recordedCall(ids.get('F1') ?? '');
    expect(data).toMatchObject({ passed: 0, policy: 'ORDER_CHI_MA', policyVersion: '1' });
    expect(data['judgedAt']).toMatch(/^[0-9]+$/);
  });
});

describe('X2: a call past others', () => {
  it('is refused with whom it passes and who is next, and nothing is stored', async () => {
    await line.publish('TAN_THANH', { window: 2 });
    const [first, second, third] = [
      await line.arrived('TAN_THANH', 'O1', 1),
      await line.arrived('TAN_THANH', 'O2', 2),
      await line.arrived('TAN_THANH', 'O3', 3),
    ];
    const before = await border.store.lastPosition();
    expect(await line.call(third, 10)).toEqual([
      409,
      { code: 'CALL_OUT_OF_ORDER', passed: 2, next: [first, second] },
    ]);
    expect(await border.store.lastPosition()).toBe(before);
    // One of the next two is in order, and the first keeps its turn.
    expect(await line.call(second, 11)).toEqual([200, {}]);
    expect(await line.recordedCall(second)).toMatchObject({ passed: 1 });
    expect(await line.call(third, 12)).toEqual([200, {}]);
    expect(await line.call(first, 13)).toEqual([200, {}]);
  });

  it('is judged one after the other when several are sent at once', async () => {
    const sent = await Promise.all(
      [20, 21, 22, 23].map((minute) => line.arrived('TAN_THANH', `O${minute}`, minute)),
    );
    const answers = await Promise.all(sent.map((visitId) => line.call(visitId, 30)));
    expect(answers.map(([status]) => status)).toEqual([200, 200, 200, 200]);
  });

  it('of a truck that is held or not cleared is refused for that, and such trucks are not passed', async () => {
    const held = await line.arrived('TAN_THANH', 'O1', 40);
    await border.step(held, 'hold', at(41), { cause: 'PAPERS' });
    const free = await line.arrived('TAN_THANH', 'O2', 42);
    expect(await line.call(held, 43)).toMatchObject([409, { code: 'VISIT_HELD' }]);
    expect(await line.call(free, 43)).toEqual([200, {}]);
    expect(await line.recordedCall(free)).toMatchObject({ passed: 0 });
  });

  it('that is told more than ten minutes later may be observed, and is kept with whom it passed', async () => {
    border.clock.set(at(240));
    const [first, second, third] = [
      await line.arrived('TAN_THANH', 'O1', 100),
      await line.arrived('TAN_THANH', 'O2', 101),
      await line.arrived('TAN_THANH', 'O3', 102),
    ];
    const seen = { observed: true, observation: 'called by radio', judgedAt: '40' };
    expect(await line.call(third, 110, seen)).toEqual([200, {}]);
    expect(await line.recordedCall(third)).toMatchObject({ passed: 2, judgedAt: '40', policyVersion: '1' });
    await border.settle();
    const { deviations } = (await border.get(`/truck-visits/${third}`)).json<{
      deviations: { code: string }[];
    }>();
    expect(deviations.map(({ code }) => code)).toContain('CALL_OUT_OF_ORDER');
    expect((await line.call(first, 111))[0]).toBe(200);
    expect((await line.call(second, 112))[0]).toBe(200);
  });
});

describe('an import under an order', () => {
  it('judges each call by the lines before it', async () => {
    const [first, second, third] = [
      await line.arrived('TAN_THANH', 'O1', 200),
      await line.arrived('TAN_THANH', 'O2', 201),
      await line.arrived('TAN_THANH', 'O3', 202),
    ];
    // What comes before the calls takes its time, for all of it is of one visit.
    const weighed = Array.from({ length: 30 }, (_, index) => ({
      command: 'truck-visits/weighing',
      id: second,
      body: { at: at(203), grossKg: 20_000 + index },
    }));
    const lines = [
      { command: 'truck-visits/call-forward', id: third, body: { at: at(210) } },
      ...weighed,
      { command: 'truck-visits/hold', id: second, body: { at: at(209), cause: 'PAPERS' } },
      { command: 'truck-visits/call-forward', id: first, body: { at: at(211) } },
      { command: 'truck-visits/call-forward', id: third, body: { at: at(213) } },
    ];
    const told = lines.map((line, index) => JSON.stringify({ key: `call-${index}`, ...line })).join('\n');
    const answers = (await imported(told)).trim().split('\n');
    const statuses = answers.map((line) => (JSON.parse(line) as { status: number }).status);
    expect(statuses).toEqual([409, ...lines.slice(1).map(() => 200)]);
    const { problem } = JSON.parse(answers[0] ?? '') as { problem: Refused };
    expect(problem).toMatchObject({ code: 'CALL_OUT_OF_ORDER', passed: 2, next: [first, second] });
    expect(await line.recordedCall(third)).toMatchObject({ passed: 0 });
  });

  async function imported(text: string): Promise<string> {
    const token = await border.token('gate-manager', { gates: ['*'] });
    const answer = await fetch(`${await border.app.getUrl()}/api/v1/movement-imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: text,
    });
    return answer.text();
  }
});

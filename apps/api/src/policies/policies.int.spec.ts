import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at, CALLS, ORDER } from './policies.fixture';

/* Policies over HTTP: published, versioned, withdrawn, and what is in force. */

let border: ApiUnderTest;
let everywhere: string;

beforeEach(async () => {
  border = await startApi();
  everywhere = await border.token('gate-manager', { gates: ['*'] });
});

afterEach(() => border.close());

async function publish(body: object, token = everywhere) {
  const { statusCode, json } = await border.post('/policies', body, token);
  return { status: statusCode, ...json<Record<string, unknown>>() };
}

interface Rows {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

async function listed(query = '', token = everywhere): Promise<Rows['items']> {
  await border.settle();
  return (await border.get(`/policies${query}`, token)).json<Rows>().items;
}

describe('a policy', () => {
  it('is published under its code, and again is the same', async () => {
    expect(await publish(CALLS)).toMatchObject({
      status: 201,
      id: 'CALLS',
      events: ['policySet.PolicyPublished.v1'],
    });
    expect(await publish({ ...CALLS, at: at(20, 5) })).toMatchObject({
      status: 200,
      id: 'CALLS',
      events: [],
    });
  });

  it('has a next version, and says of each when it is in force', async () => {
    await publish(CALLS);
    await publish({ ...CALLS, effectiveFrom: at(23), values: { missed: 'KEEP_PLACE' } });
    const versions = (items: Rows['items']) =>
      items.map(({ version, until, endedBy, inForce }) => [version, until, endedBy, inForce]);
    expect(versions(await listed(`?at=${encodeURIComponent(at(22))}`))).toEqual([
      ['1', at(23), 'LATER_POLICY', true],
      ['2', null, null, false],
    ]);
    expect(versions(await listed())).toEqual([
      ['1', at(23), 'LATER_POLICY', false],
      ['2', null, null, true],
    ]);
  });

  it('of a gate goes before one of all gates, and is told by kind and gate', async () => {
    await publish(CALLS);
    await publish({ ...CALLS, policy: 'OWN', gate: 'HUU_NGHI' });
    await publish(ORDER);
    const inForce = (items: Rows['items']) => items.map(({ policy, inForce: is }) => [policy, is]);
    expect(inForce(await listed('?gate=HUU_NGHI&kind=CALL'))).toEqual([
      ['CALLS', false],
      ['OWN', true],
    ]);
    expect(inForce(await listed('?gate=CHI_MA'))).toEqual([['CALLS', true]]);
    expect(inForce(await listed())).toEqual([
      ['CALLS', true],
      ['ORDER', true],
      ['OWN', true],
    ]);
    expect((await border.get('/policies?gate=NO_GATE', everywhere)).statusCode).toBe(404);
  });

  it('is listed page by page', async () => {
    await publish(CALLS);
    await publish(ORDER);
    await border.settle();
    const first = (await border.get('/policies?limit=1', everywhere)).json<Rows & { nextCursor: string }>();
    expect(first.items).toMatchObject([{ policy: 'CALLS' }]);
    expect(await listed(`?limit=1&cursor=${first.nextCursor}`)).toMatchObject([{ policy: 'ORDER' }]);
  });

  it('is never withdrawn from before a call that it judged', async () => {
    await publish(ORDER);
    const id = await border.arrive(at(22, 6), '12C-001.10');
    await border.step(id, 'customs-clearance', at(22, 7), { declarationNumber: 'D-1' });
    await border.settle();
    await border.step(id, 'call-forward', at(22, 8));
    await border.settle();
    const body = { at: at(23), effectiveFrom: at(21) };
    expect((await border.post('/policies/ORDER/withdrawal', body, everywhere)).statusCode).toBe(200);
    const [withdrawn] = await listed('?kind=QUEUE_ORDER');
    expect(Date.parse(withdrawn?.['until'] as string)).toBe(Date.parse(at(22, 8)) + 1);
  });

  it('is withdrawn from a time on, and with every version', async () => {
    await publish(CALLS);
    const withdraw = (body: object) => border.post('/policies/CALLS/withdrawal', body, everywhere);
    const answer = await withdraw({ at: at(24), effectiveFrom: at(25) });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { id: 'CALLS', events: ['policySet.PolicyWithdrawn.v1'] },
    ]);
    expect((await withdraw({ at: at(24), effectiveFrom: at(25) })).json()).toMatchObject({ events: [] });
    expect(await listed()).toMatchObject([{ until: at(25), endedBy: 'WITHDRAWAL', inForce: false }]);
  });

  it('and its basis come in by an import, each before what follows it', async () => {
    const basis = {
      at: at(20),
      number: '12/QĐ-TEST',
      date: '2021-12-10',
      issuer: 'Test province',
      title: 'Calls',
      validFrom: '2021-12-12',
    };
    const lines = [
      { key: 'basis', command: 'legal-bases', body: basis },
      { key: 'policy', command: 'policies', body: { ...CALLS, legalBasis: basis.number } },
      { key: 'withdrawal', command: 'policies/withdrawal', id: 'CALLS', body: { at: at(24) } },
    ];
    await border.app.listen(0, '127.0.0.1');
    const answer = await fetch(`${await border.app.getUrl()}/api/v1/movement-imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${everywhere}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    const answers = (await answer.text()).trim().split('\n');
    expect(answers.map((line) => (JSON.parse(line) as { status: number }).status)).toEqual([200, 200, 200]);
    expect(await listed()).toMatchObject([{ policy: 'CALLS', until: at(24), endedBy: 'WITHDRAWAL' }]);
  });
});

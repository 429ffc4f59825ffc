import { startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { at, BASIS, DAY, OrderedLine } from '../../testing/ordered-line';

/* A call out of its order by an override, through HTTP. */

let border: ApiUnderTest;
let line: OrderedLine;

beforeAll(async () => {
  border = await startApi();
  line = new OrderedLine(border);
});

afterAll(() => border.close());

describe('G: 900 trucks, and the last is called', () => {
  const trucks: string[] = [];
  const last = () => trucks.at(-1) ?? '';
  const claims = (sub: string, agency: string) => ({ gates: ['*'], sub, agency });

  const asked = async (act: string, body: object, token: string) => {
    const answer = await border.post(`/border-gates/HUU_NGHI/order-override${act}`, body, token);
    const { id, code } = answer.json<{ id?: string; code?: string }>();
    return { status: answer.statusCode, id: id ?? '', code };
  };

  beforeAll(async () => {
    border.clock.set(at(600));
    await line.publish('HUU_NGHI');
    for (let number = 0; number < 900; number += 1)
      trucks.push(await line.arrived('HUU_NGHI', 'O', -900 + number));
  }, 120_000);

  it('passes 899, and is allowed by an override that another agency confirms', async () => {
    expect(await line.call(last(), 300)).toMatchObject([409, { code: 'CALL_OUT_OF_ORDER', passed: 899 }]);
    const boss = await border.token('gate-manager', claims('hoa', 'AGENCY_A'));
    const request = { at: at(301), visitId: last(), reason: 'oxygen', legalBasis: BASIS };
    const { status, id: override } = await asked('', request, boss);
    expect(status).toBe(201);
    expect((await line.call(last(), 302, { override }))[1].code).toBe('OVERRIDE_NOT_CONFIRMED');
    const word = { at: at(303), override };
    const same = await border.token('customs-officer', claims('long', 'AGENCY_A'));
    expect(await asked('-confirmation', word, same)).toMatchObject({
      status: 409,
      code: 'OVERRIDE_NEEDS_OTHER_AGENCY',
    });
    const other = await border.token('customs-officer', claims('long', 'AGENCY_B'));
    expect((await asked('-confirmation', word, other)).status).toBe(200);
    expect((await line.call(trucks[5] ?? '', 304, { override }))[1].code).toBe('OVERRIDE_UNKNOWN');
    expect(await line.call(last(), 305, { override })).toEqual([200, {}]);
    expect(await line.recordedCall(last())).toMatchObject({ passed: 899, override, policyVersion: '1' });
  });

  it('has one row in the overtaking report, with the 899, both agencies and the basis', async () => {
    await border.settle();
    const answer = await border.get(`/gate-boards/HUU_NGHI/overtakings?from=${DAY}&to=2021-12-26`);
    const { items } = answer.json<{ items: object[] }>();
    expect(items).toEqual([
      expect.objectContaining({
        visitId: last(),
        passed: 899,
        reason: 'OVERRIDE',
        override: expect.objectContaining({
          legalBasis: BASIS,
          reason: 'oxygen',
          requestedBy: { sub: 'hoa', agency: 'AGENCY_A' },
          confirmedBy: { sub: 'long', agency: 'AGENCY_B' },
        }) as unknown,
      }),
    ]);
  });
});

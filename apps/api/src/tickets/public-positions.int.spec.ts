import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';
import { DocumentedAnswers } from '../../testing/documented-answers';
import { at } from '../../testing/fixture-2021-12-25';

/* What a ticket is shown for: where its truck stands, and nothing of others. */

interface Ticketed {
  readonly id: string;
  readonly ticket: { readonly code: string };
}

let border: ApiUnderTest;

beforeEach(async () => {
  border = await startApi({ TICKET_RATE_LIMIT: '1000' });
});

afterEach(() => border.close());

async function arrived(plate: string, time = at('06:00'), data: object = {}): Promise<Ticketed> {
  const answer = await border.post('/truck-visits', arrivalOf(plate, time, data));
  expect(answer.statusCode).toBe(201);
  return answer.json();
}

async function look(ticket: string) {
  await border.settle();
  return border.app.inject({ method: 'GET', url: `/api/v1/public/positions/${ticket}` });
}

describe('a place that is looked up', () => {
  test('is told with what is missing, and with nothing of others', async () => {
    const first = await arrived('12C-001.10', at('05:00'), { carrier: 'FIRST_CARRIER' });
    const { id, ticket } = await arrived('12C-001.11', at('06:00'), { carrier: 'SECOND_CARRIER' });
    for (const visit of [first.id, id])
      await border.step(visit, 'customs-clearance', at('07:00'), { declarationNumber: 'D-1' });
    const answer = await look(ticket.code);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(answer.json()).toMatchObject({
      gate: 'HUU_NGHI',
      name: { vi: 'Hữu Nghị', zh: '友谊', en: 'Huu Nghi' },
      status: 'OPEN',
      stage: 'CUSTOMS_CLEARED',
      rank: 2,
      class: null,
      aheadByClass: {},
      rule: null,
      held: false,
      missing: ['disinfection', 'handover'],
      callsToday: 0,
      sentence: {
        vi: expect.stringMatching(/^Số 2 .*Hữu Nghị.*còn thiếu: khử khuẩn, bàn giao\.$/) as string,
        zh: expect.stringMatching(/^在友谊.*第2位.*过境前还缺：消毒、交接。$/) as string,
        en: expect.stringMatching(/^Number 2 .*Huu Nghi.*: disinfection, handover\.$/) as string,
      },
      updatedAt: at('20:00'),
    });
    for (const secret of ['12C', 'CARRIER', 'goods-of', id, 'D-1']) expect(answer.body).not.toContain(secret);
    const documented = DocumentedAnswers.of(border.app);
    expect(documented.faultsOf('/public/positions/{ticket}', answer.json())).toEqual([]);
  });

  test('is that of the order of calls in force, with how many of each class are before it', async () => {
    await border.record('/policies', {
      at: at('01:00'),
      policy: 'ORDER',
      kind: 'QUEUE_ORDER',
      gate: 'HUU_NGHI',
      effectiveFrom: at('01:00'),
      legalBasis: '2515/QĐ-UBND',
      values: {
        classes: [
          { class: 'PERISHABLE', weight: 1, when: { cargoClass: ['FRESH_PRODUCE'] } },
          { class: 'ORDINARY', weight: 1 },
        ],
        window: 1,
        requires: [],
      },
    });
    const dry = (name: string) => ({ consignments: [{ consignmentId: name, cargoClass: 'DRY' }] });
    await arrived('12C-001.10', at('05:00'), dry('a'));
    await arrived('12C-001.11', at('05:30'), dry('b'));
    const { ticket } = await arrived('12C-001.12', at('06:00'), dry('c'));
    await arrived('12C-001.13', at('07:00'));
    expect((await look(ticket.code)).json()).toMatchObject({
      rank: 4,
      class: 'ORDINARY',
      aheadByClass: { PERISHABLE: 1, ORDINARY: 2 },
      rule: { policy: 'ORDER', version: '1' },
    });
  });

  test('counts the calls of the day, and follows the truck to its end', async () => {
    const first = await arrived('12C-001.10', at('05:00'));
    const second = await arrived('12C-001.11', at('06:00'));
    for (const { id } of [first, second]) {
      await border.step(id, 'customs-clearance', at('07:00'), { declarationNumber: `D-${id}` });
      await border.step(id, 'call-forward', at('08:00'));
    }
    const called = (await look(second.ticket.code)).json<{ sentence: { en: string } }>();
    expect(called).toMatchObject({ stage: 'CALLED_FORWARD', rank: null, callsToday: 2 });
    expect(called.sentence.en).toContain('called to the gate');
    await border.step(second.id, 'turn-back', at('09:00'), { reason: 'gave up' });
    const ended = (await look(second.ticket.code)).json<object>();
    expect(ended).toMatchObject({ stage: 'TURNED_BACK', rank: null, missing: [], callsToday: 2 });
    expect(ended).toMatchObject({ sentence: { en: 'This visit at Huu Nghi has ended.' } });
  });

  test.each([
    ['small letters', (code: string) => code.toLowerCase()],
    ['groups', (code: string) => code.replace(/(.{5})/g, '$1-')],
    ['spaces', (code: string) => encodeURIComponent(code.replace(/(.{4})/g, '$1 '))],
    ['letters for digits', (code: string) => code.replace(/0/g, 'O').replace(/1/g, 'l')],
  ])('is found by its code in %s', async (_, typed) => {
    const { ticket } = await arrived('12C-001.10');
    expect((await look(typed(ticket.code))).statusCode).toBe(200);
  });
});

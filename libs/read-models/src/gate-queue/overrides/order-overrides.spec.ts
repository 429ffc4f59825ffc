import { streamOf } from '#libs/event-sourcing';
import { arrival, correction, event, GATE, logOf, step } from '../../../testing/given-events';
import type { GivenEvent } from '../../../testing/given-events';
import { describeView, projected } from '../../../testing/view-specification';
import { CursorUnreadable } from '../../paging/cursor';
import { orderOverrides } from './order-overrides';
import { orderOverridePage } from './order-overrides-query';

const at = (time: string): string => `2021-12-15T${time}:00+07:00`;
const QUEUE = streamOf('gateQueue', GATE);
const MANAGER = { sub: 'hoa', agency: 'GATE_BOARD' };
const OFFICER = { sub: 'long', agency: 'CUSTOMS' };
const USES = 'order_overrides_used';

const requested = (override: string, time: string): GivenEvent =>
  event(QUEUE, 'gateQueue.OverrideRequested.v1', at(time), {
    gate: GATE,
    override,
    visitId: `visit-of-${override}`,
    reason: 'oxygen',
    legalBasis: '2515/QĐ-UBND',
    requestedBy: MANAGER,
  });
const confirmed = (override: string, time: string): GivenEvent =>
  event(QUEUE, 'gateQueue.OverrideConfirmed.v1', at(time), { gate: GATE, override, confirmedBy: OFFICER });
const rejected = (override: string, time: string): GivenEvent =>
  event(QUEUE, 'gateQueue.OverrideRejected.v1', at(time), { gate: GATE, override, rejectedBy: OFFICER });

const text = (part: string): unknown => expect.stringContaining(part);
const row = (override: string, part: string) => ({
  override,
  gate: GATE,
  visit_id: `visit-of-${override}`,
  override_text: text(part),
});
const called = step('v1', 'call-forward', at('10:00'), { override: 'o1' });

describeView(orderOverrides, {
  'gateQueue.OverrideRequested.v1': ({ given }) =>
    given()
      .when(requested('o1', '08:00'))
      .then([row('o1', '"requested":{"sub":"hoa","agency":"GATE_BOARD"')]),
  'gateQueue.OverrideConfirmed.v1': ({ given }) =>
    given(requested('o1', '08:00'), requested('o2', '08:10'))
      .when(confirmed('o1', '09:00'))
      .then([row('o1', '"confirmed":{"sub":"long"'), row('o2', '"requested"')]),
  'gateQueue.OverrideRejected.v1': ({ given }) =>
    given(requested('o1', '08:00'))
      .when(rejected('o1', '09:00'))
      .then([row('o1', '"rejected":{"sub":"long"')]),
  'truckVisit.TruckCalledForward.v1': ({ given }) =>
    given(arrival('v1', at('07:00')))
      .when(called)
      .then([{ override: 'o1', used_at: Date.parse(at('10:00')) }], USES),
  'truckVisit.VehicleChanged.v1': ({ given }) =>
    given(arrival('v1', at('07:00')))
      .when(step('v1', 'vehicle-change', at('10:00'), { override: 'o2', reason: 'breakdown' }))
      .then([{ override: 'o2', used_at: Date.parse(at('10:00')) }], USES),
  'truckVisit.EventCorrected.v1': ({ given }) =>
    given(arrival('v1', at('07:00')), called)
      .when(correction(called, at('10:05')))
      .then([], USES),
});

describe('the overrides of a gate', () => {
  const events = [
    requested('o1', '08:00'),
    requested('o2', '08:10'),
    requested('o3', '08:20'),
    confirmed('o1', '09:00'),
    rejected('o2', '09:10'),
    arrival('v1', at('07:00')),
    called,
  ];
  const read = async (time: string, more: { readonly limit?: number; readonly cursor?: string } = {}) => {
    const store = await logOf(events);
    const db = await projected([orderOverrides], store, [await store.readAll(-1n, 100)]);
    const page = orderOverridePage(db, { gate: GATE, at: Date.parse(time), limit: 10, ...more });
    db.close();
    return page;
  };
  const states = async (time: string) =>
    (await read(time)).items.map(({ override, state }) => `${override} ${state}`);

  it('are shown as of a time, the latest first', async () => {
    expect(await states(at('08:05'))).toEqual(['o1 REQUESTED']);
    expect(await states(at('09:05'))).toEqual(['o3 REQUESTED', 'o2 REQUESTED', 'o1 CONFIRMED']);
    expect(await states(at('10:00'))).toEqual(['o3 REQUESTED', 'o2 REJECTED', 'o1 USED']);
  });

  it('expire 24 hours after they were asked for', async () => {
    expect(await states('2021-12-16T08:20:00+07:00')).toEqual(['o3 REQUESTED', 'o2 REJECTED', 'o1 USED']);
    expect(await states('2021-12-16T08:20:01+07:00')).toEqual(['o3 EXPIRED', 'o2 REJECTED', 'o1 USED']);
  });

  it('say who asked, why and by what, and who answered', async () => {
    expect((await read(at('09:30'))).items.at(-1)).toEqual({
      override: 'o1',
      visitId: 'visit-of-o1',
      state: 'CONFIRMED',
      reason: 'oxygen',
      legalBasis: '2515/QĐ-UBND',
      requestedAt: at('08:00'),
      requestedBy: MANAGER,
      confirmedAt: at('09:00'),
      confirmedBy: OFFICER,
    });
  });

  it('go on where the page before ended', async () => {
    const first = await read(at('10:00'), { limit: 2 });
    const second = await read(at('10:00'), { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ override }) => override)).toEqual(['o3', 'o2', 'o1']);
    expect(second.nextCursor).toBeNull();
    await expect(read(at('10:00'), { cursor: 'made-up' })).rejects.toThrow(CursorUnreadable);
  });
});

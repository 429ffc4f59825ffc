import { specificationOf } from '#libs/event-sourcing/testing';
import type { AnswerOverride, RequestOverride } from './decide';
import { gateQueueOrder } from './decide';
import type { GateQueueActs, GateQueueEvent } from './events';
import { foldQueue } from './state';

const { given } = specificationOf(gateQueueOrder, foldQueue);

const at = (time: string) => `2021-12-25T${time}+07:00`;
const ABOUT = { gate: 'TAN_THANH', override: 'override-1', visitId: 'visit-1' };
const WORDS = { ...ABOUT, reason: 'oxygen for the hospital', legalBasis: '2515/QĐ-UBND' };
const MANAGER = { sub: 'hoa', agency: 'GATE_BOARD' };
const OFFICER = { sub: 'long', agency: 'CUSTOMS' };

const request = (time: string, changed: Partial<RequestOverride> = {}): RequestOverride => ({
  kind: 'order-override',
  at: at(time),
  data: WORDS,
  by: MANAGER,
  ...changed,
});
const answer = (
  kind: 'confirmation' | 'rejection',
  time: string,
  changed: Partial<AnswerOverride> = {},
): AnswerOverride => ({
  kind: `order-override-${kind}`,
  at: at(time),
  data: { gate: ABOUT.gate, override: ABOUT.override },
  by: OFFICER,
  ...changed,
});

const requested = (time: string, data: Partial<GateQueueActs['gateQueue.OverrideRequested.v1']> = {}) =>
  ({
    type: 'gateQueue.OverrideRequested.v1',
    data: { ...WORDS, requestedBy: MANAGER, ...data },
    eventTime: at(time),
  }) satisfies GateQueueEvent;
const confirmed = (time: string) =>
  ({
    type: 'gateQueue.OverrideConfirmed.v1',
    data: { ...ABOUT, confirmedBy: OFFICER },
    eventTime: at(time),
  }) satisfies GateQueueEvent;
const rejected = (time: string) =>
  ({
    type: 'gateQueue.OverrideRejected.v1',
    data: { ...ABOUT, rejectedBy: OFFICER },
    eventTime: at(time),
  }) satisfies GateQueueEvent;

describe('an override of the order', () => {
  it('is asked for by an agency', () => {
    given()
      .when(request('10:00:00'))
      .then([requested('10:00:00')]);
  });

  it('is asked for once where the same person says the same within two minutes', () => {
    const again = { ...WORDS, override: 'override-2' };
    given(requested('10:00:00'))
      .when(request('10:02:00', { data: again }))
      .thenNothing();
    given(requested('10:00:00'))
      .when(request('10:02:01', { data: again }))
      .then([requested('10:02:01', { override: 'override-2' })]);
  });

  it.each<[string, Partial<RequestOverride>]>([
    ['of another visit', { data: { ...WORDS, override: 'override-2', visitId: 'visit-2' } }],
    ['for another reason', { data: { ...WORDS, override: 'override-2', reason: 'livestock' } }],
    ['by another basis', { data: { ...WORDS, override: 'override-2', legalBasis: '1/2021' } }],
    ['at another place', { data: { ...WORDS, override: 'override-2', place: 'booth 2' } }],
    ['by somebody else', { data: { ...WORDS, override: 'override-2' }, by: { ...MANAGER, sub: 'minh' } }],
    [
      'of another agency',
      { data: { ...WORDS, override: 'override-2' }, by: { ...MANAGER, agency: 'OTHER' } },
    ],
  ])('is another one %s', (_, changed) => {
    const command = request('10:00:01', changed);
    given(requested('10:00:00'))
      .when(command)
      .then([requested('10:00:01', { ...command.data, requestedBy: command.by as typeof MANAGER })]);
  });

  it('is confirmed by somebody else of another agency, and once', () => {
    given(requested('10:00:00'))
      .when(answer('confirmation', '10:05:00'))
      .then([confirmed('10:05:00')]);
    given(requested('10:00:00'), confirmed('10:05:00'))
      .when(answer('confirmation', '10:06:00', { by: { sub: 'tuan', agency: 'POLICE' } }))
      .thenNothing();
  });

  it('is rejected in the same way, also after it was confirmed, and is not confirmed any more', () => {
    given(requested('10:00:00'), confirmed('10:05:00'))
      .when(answer('rejection', '10:06:00'))
      .then([rejected('10:06:00')]);
    given(requested('10:00:00'), rejected('10:05:00')).when(answer('rejection', '10:06:00')).thenNothing();
    given(requested('10:00:00'), rejected('10:05:00'))
      .when(answer('confirmation', '10:06:00'))
      .thenRejected('OVERRIDE_NOT_CONFIRMED');
  });

  it.each<[string, AnswerOverride['by']]>([
    ['the same agency', { ...OFFICER, agency: MANAGER.agency }],
    ['the same person under another agency', { ...OFFICER, sub: MANAGER.sub }],
    ['somebody without an agency', { ...OFFICER, agency: null }],
  ])('is answered by nobody of %s', (_, by) => {
    for (const kind of ['confirmation', 'rejection'] as const)
      given(requested('10:00:00'))
        .when(answer(kind, '10:05:00', { by }))
        .thenRejected('OVERRIDE_NEEDS_OTHER_AGENCY');
  });

  it('is not asked for without an agency', () => {
    given()
      .when(request('10:00:00', { by: { sub: 'hoa', agency: null } }))
      .thenRejected('OVERRIDE_NEEDS_OTHER_AGENCY');
  });

  it('is unknown where it was not asked for', () => {
    given(requested('10:00:00'))
      .when(answer('confirmation', '10:05:00', { data: { gate: 'TAN_THANH', override: 'override-2' } }))
      .thenRejected('OVERRIDE_UNKNOWN');
  });

  it('is answered by a report of an earlier time as well', () => {
    given(requested('10:00:00'))
      .when(answer('confirmation', '09:59:00'))
      .then([confirmed('09:59:00')]);
  });
});

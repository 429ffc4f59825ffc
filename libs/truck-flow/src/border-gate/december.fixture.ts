import type { EffectiveEvent } from '#libs/event-sourcing';
import type { GateActs, GateActType } from './events';

/* Effective acts of an invented gate in December 2021, for the specifications of what is in force when. */

/** Day of December 2021, noon at the gate. */
export function day(number: number): string {
  return `2021-12-${String(number).padStart(2, '0')}T12:00:00+07:00`;
}

export function on(number: number): number {
  return Date.parse(day(number));
}

export function act<T extends GateActType>(type: T, at: string, data: GateActs[T]): EffectiveEvent {
  return { type, data, at, time: Date.parse(at) } as EffectiveEvent;
}

export const REGISTERED = act('borderGate.GateRegistered.v1', '2000-01-01T00:00:00+07:00', {
  gate: 'TEST_GATE',
  name: { vi: 'Cửa khẩu', zh: '口岸', en: 'Test gate' },
  timeZone: 'Asia/Ho_Chi_Minh',
  lanes: ['MAIN', 'FRUIT'],
  hours: [{ lane: 'MAIN', weekdays: ['MON'], from: '07:00', to: '19:00' }],
  handoverMode: 'FOREIGN_YARD',
});

export function suspended(
  number: number,
  more: Partial<GateActs['borderGate.GateSuspended.v1']> = {},
): EffectiveEvent {
  return act('borderGate.GateSuspended.v1', day(number), {
    orderedBy: 'FOREIGN',
    reason: 'outbreak',
    ...more,
  });
}

export function resumed(number: number, more: GateActs['borderGate.GateResumed.v1'] = {}): EffectiveEvent {
  return act('borderGate.GateResumed.v1', day(number), more);
}

export const RATE = { expectedRate: { min: 5, max: 10 } };

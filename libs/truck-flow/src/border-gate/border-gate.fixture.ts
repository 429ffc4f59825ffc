import { readAct } from './acts';
import type { ActBody, ActName } from './acts';
import type { BorderGateCommand } from './decide';
import type { GateActEvent } from './events';

/* Bodies, commands and events of an invented gate, for the specifications of the border gate. */

export const MAIN = { lane: 'MAIN', weekdays: ['MON', 'TUE'], from: '07:00', to: '19:00' } as const;
export const BODY = {
  registration: {
    at: '2021-01-01T00:00:00+07:00',
    gate: 'TEST_GATE',
    name: { vi: 'Cửa khẩu', zh: '口岸', en: 'Test gate' },
    timeZone: 'Asia/Ho_Chi_Minh',
    lanes: ['MAIN', 'FRUIT'],
    hours: [MAIN],
    handoverMode: 'FOREIGN_YARD',
  },
  suspension: { at: '2021-12-08T00:00:00+07:00', orderedBy: 'FOREIGN', reason: 'outbreak' },
  resumption: {
    at: '2021-12-22T07:00:00+07:00',
    handoverMode: 'FOREIGN_VEHICLE_PICKUP',
    expectedRate: { min: 5, max: 10 },
  },
  'handover-mode': { at: '2021-12-23T00:00:00+07:00', mode: 'CONTAINER_CUT' },
  'opening-hours': { at: '2021-12-24T00:00:00+07:00', hours: [{ ...MAIN, to: '17:00' }] },
  'clearance-rate': { at: '2021-12-25T20:00:00+07:00', trucksPerDay: { min: 70, max: 90 } },
  'lane-opening': { at: '2021-12-26T07:00:00+07:00', lane: 'ROAD', kind: 'DEDICATED_FREIGHT_ROAD' },
  'lane-closure': { at: '2021-12-27T07:00:00+07:00', lane: 'FRUIT' },
} as const satisfies Record<ActName, ActBody>;

/** The command with this body, changed as named. */
export function act(name: ActName, changed: Record<string, unknown> = {}): BorderGateCommand {
  return { kind: 'act', report: readAct(name, { ...BODY[name], ...changed }) };
}

/** The event that the command leads to. */
export function event(name: ActName, changed: Record<string, unknown> = {}): GateActEvent {
  const { type, data, at } = readAct(name, { ...BODY[name], ...changed });
  return { type, data, eventTime: at } as GateActEvent;
}

import type { Gate, GateActEvent, HandoverMode, TruckVisitEvent } from '#libs/truck-flow';
import {
  ARRIVED,
  CALLED,
  CLEARED,
  CROSSED,
  DISINFECTED,
  DOMESTIC,
  HANDED_OVER,
  OBSERVED,
  corrected,
  gateAfter,
  modeChanged,
  past,
  resumed,
  suspended,
} from './visit-story';

export type Story = readonly TruckVisitEvent[];

export const TARGETS = ['CABIN', 'CARGO', 'PACKAGING', 'CONTAINER', 'VEHICLE'];

/** How a truck got to each stage, and some turns on the way. */
export const STORIES = {
  ARRIVED,
  'ARRIVED in a yard': [past('arrival', '06:40', { place: 'TAN_THANH_YARD', yardOfPlace: 'TAN_THANH_YARD' })],
  CUSTOMS_CLEARED: CLEARED,
  'CUSTOMS_CLEARED, cargo disinfected': [...CLEARED, past('disinfection', '07:30', { targets: ['CARGO'] })],
  DISINFECTED,
  'DISINFECTED, held twice': [
    ...DISINFECTED,
    past('hold', '07:40'),
    past('hold', '07:50', { cause: 'PAPERS' }),
  ],
  'everything disinfected': [...CLEARED, past('disinfection', '07:30', { targets: TARGETS })],
  CALLED_FORWARD: CALLED,
  'CALLED_FORWARD in another mode': [...DISINFECTED, past('call-forward', '08:00', { mode: 'TRANSLOAD' })],
  'CALLED_FORWARD, transloaded': [...CALLED, past('transload', '08:20')],
  'CALLED_FORWARD, cut by a truck of this country': [
    ...CALLED,
    past('container-cut', '08:20', { toTractor: DOMESTIC }),
  ],
  'with goods of another visit': [...CALLED, past('goods-receipt', '08:20')],
  'with another tractor': [...CALLED, past('vehicle-change', '08:20')],
  HANDED_OVER,
  'HANDED_OVER with a tractor': [...CALLED, past('handover', '08:30', { tractor: DOMESTIC })],
  'HANDED_OVER and held': [...HANDED_OVER, past('hold', '08:40')],
  CROSSED,
  'CROSSED, held when it did': [...HANDED_OVER, past('hold', '08:40'), past('crossing', '09:00', OBSERVED)],
  'CROSSED, seen only': [...ARRIVED, past('crossing', '09:00', OBSERVED)],
  'CROSSED on a foreign vehicle': [...DISINFECTED, past('transload', '08:20'), past('crossing', '09:00')],
  DELIVERED: [...CROSSED, past('delivery', '11:00')],
  'RETURNED, not delivered': [...CROSSED, past('return', '11:00')],
  RETURNED: [...CROSSED, past('delivery', '11:00'), past('return', '11:30')],
  TURNED_BACK: [...CALLED, past('turn-back', '08:20')],
  DIVERTED: [...ARRIVED, past('diversion', '08:20')],
  CANCELLED: [...ARRIVED, past('cancellation', '08:20')],
  TRANSFERRED: [...CALLED, past('transload', '08:20', { toVisitId: 'v2' })],
  SEEN_ELSEWHERE: [...CALLED, past('sighting-elsewhere', '08:20')],
  VOIDED: [...CALLED, corrected(0)],
} satisfies Record<string, Story>;

export function gateIn(mode: HandoverMode, ...acts: readonly GateActEvent[]): Gate {
  return gateAfter(modeChanged('2021-12-01 00:00', mode), ...acts);
}

/** What a gate in this mode came to on the day of the stories. */
export const GATES: Readonly<Record<string, (mode: HandoverMode) => Gate>> = {
  open: (mode) => gateIn(mode),
  suspended: (mode) => gateIn(mode, suspended('09:30')),
  'suspended for other goods': (mode) =>
    gateIn(mode, suspended('09:30', { commodityScope: ['DRAGON_FRUIT'] })),
  'suspended on one lane': (mode) => gateIn(mode, suspended('09:30', { lane: 'FRUIT' })),
  resumed: (mode) => gateIn(mode, suspended('09:30'), resumed('10:30')),
};

import { localTime } from './calendar';
import type { GateCode } from './periods';

/** An act of the fixture; it takes effect when it is ordered. */
export interface DatedAct {
  readonly gate: GateCode;
  readonly act: string;
  readonly time: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** G-09, G-10: the suspensions of December and the resumption at a reduced rate, by time. */
export const GATE_ACTS: readonly DatedAct[] = [
  {
    gate: 'CHI_MA',
    act: 'suspension',
    time: localTime('2021-12-08T00:00:00+07:00'),
    body: { orderedBy: 'FOREIGN', reason: 'Epidemic control on the opposite side' },
  },
  {
    gate: 'TAN_THANH',
    act: 'suspension',
    time: localTime('2021-12-18T12:00:00+07:00'),
    body: { orderedBy: 'FOREIGN', reason: 'Epidemic control on the opposite side' },
  },
  {
    gate: 'CHI_MA',
    act: 'resumption',
    time: localTime('2021-12-22T07:00:00+07:00'),
    body: { handoverMode: 'FOREIGN_VEHICLE_PICKUP', expectedRate: { min: 5, max: 10 } },
  },
];

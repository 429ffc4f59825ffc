import { STEPS } from '#libs/truck-flow';
import type { ApiUnderTest } from './api-under-test';

/* Lines of trucks under a published order, for the specifications of calls. */

export const DAY = '2021-12-25';
export const BASIS = '2515/QĐ-UBND';

/** So many minutes after eight in the morning of the day. */
export const at = (minute: number) =>
  new Date(Date.parse(`${DAY}T08:00:00+07:00`) + minute * 60_000).toISOString();

const CLASSES = [
  { class: 'FIRST', weight: 1, when: { carrier: ['HILL_FREIGHT'] } },
  { class: 'PERISHABLE', weight: 1, when: { cargoClass: ['FRESH_PRODUCE'] } },
  { class: 'TRUSTED', weight: 1, when: { bodyType: ['TANK'] } },
  { class: 'ORDINARY', weight: 5 },
];
const KINDS: Readonly<Record<string, object>> = {
  F: { carrier: 'HILL_FREIGHT', bodyType: 'BOX' },
  P: { bodyType: 'BOX' },
  T: { bodyType: 'TANK' },
  O: { bodyType: 'BOX' },
};

/** Why a call was refused; empty when it was not. */
export interface Refused {
  readonly code?: string;
  readonly passed?: number;
  readonly next?: readonly string[];
}

/** Trucks that are called at gates with an order of classes weighted 1:1:1:5. */
export class OrderedLine {
  private trucks = 0;

  constructor(private readonly border: ApiUnderTest) {}

  async publish(gate: string, values: object = {}): Promise<void> {
    await this.border.record('/policies', {
      at: at(-60),
      policy: `ORDER_${gate}`,
      kind: 'QUEUE_ORDER',
      gate,
      effectiveFrom: at(-60),
      legalBasis: BASIS,
      values: { classes: CLASSES, window: 1, requires: ['CUSTOMS'], ...values },
    });
  }

  /** A cleared truck of the class that its name begins with. Answers the visit. */
  async arrived(gate: string, name: string, minute: number): Promise<string> {
    const { border } = this;
    this.trucks += 1;
    const cargoClass = name.startsWith('P') ? 'FRESH_PRODUCE' : 'DRY';
    const consignments = [{ consignmentId: `goods-${this.trucks}`, cargoClass }];
    const data = { gate, consignments, ...KINDS[name.charAt(0)] };
    const visitId = await border.arrive(at(minute), `12C-${String(10_000 + this.trucks)}`, data);
    await border.step(visitId, 'customs-clearance', at(minute), { declarationNumber: `D-${this.trucks}` });
    return visitId;
  }

  async call(visitId: string, minute: number, data: object = {}): Promise<readonly [number, Refused]> {
    const body = { at: at(minute), ...data };
    const answer = await this.border.post(`/truck-visits/${visitId}/call-forward`, body);
    const { code, passed, next } = answer.json<Refused>();
    return [answer.statusCode, code === undefined ? {} : ({ code, passed, next } as Refused)];
  }

  /** The data of the last call that is recorded of a visit. */
  async recordedCall(visitId: string): Promise<Readonly<Record<string, unknown>>> {
    const { events } = await this.border.store.readStream(`truckVisit-${visitId}`);
    const found = events.findLast(({ type }) => type === STEPS['call-forward']);
    return found?.data as Readonly<Record<string, unknown>>;
  }
}

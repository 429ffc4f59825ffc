/* The lines of `POST /movement-imports`. */
import { uuidV5 } from '#libs/event-sourcing';
import { rfc3339 } from './calendar';
import type { GateCode } from './periods';
import type { Handover, Passage, Transload, Truck } from './truck';

export interface MovementLine {
  /** Idempotency key. */
  readonly key: string;
  /** Path without ids: `truck-visits`, `truck-visits/crossing`, `border-gates/suspension` … */
  readonly command: string;
  /** The visit or gate; absent for an arrival. */
  readonly id?: string;
  readonly body: { readonly at: string } & Readonly<Record<string, unknown>>;
}

export interface TimedLine {
  /** Local seconds. */
  readonly time: number;
  readonly line: MovementLine;
}

const VISIT_NAMESPACE = '0d9b0f5c-53f4-5a0e-8f0c-6f1f5a3b2c21';
const PROCEDURE_VERSION = 'LS-2021-09';
const FOREIGN_YARDS: Readonly<Record<GateCode, string>> = {
  HUU_NGHI: 'YOUYI_GUAN_YARD',
  TAN_THANH: 'PUZHAI_YARD',
  CHI_MA: 'AIDIAN_YARD',
};
const DISINFECTED = {
  HOT_BOX: ['CABIN', 'CARGO'],
  REEFER: ['CABIN', 'CONTAINER'],
  OTHER: ['CABIN', 'VEHICLE'],
} as const;

export type Leaving = { readonly command: 'turn-back' | 'diversion'; readonly reason: string };

/** Writes the lines of one gate under one seed. */
export class MovementWriter {
  constructor(
    private readonly seed: number,
    private readonly gate: GateCode,
  ) {}

  visitId(number: number): string {
    return this.id('visit', number);
  }

  arrival(truck: Truck): TimedLine {
    const { freight, number } = truck;
    const { tractor, trailer, container, bodyType, payloadTonnes, carrier, goods } = freight;
    const line = {
      key: this.key(number, 'arrival'),
      command: 'truck-visits',
      body: {
        visitId: truck.visitId,
        gate: this.gate,
        direction: 'EXPORT',
        place: `${this.gate}_YARD`,
        at: rfc3339(truck.arrivedAt),
        tractor,
        ...(trailer === undefined ? {} : { trailer }),
        ...(container === undefined ? {} : { container }),
        bodyType,
        payloadTonnes,
        driver: `DRV-${this.gate}-${String(number)}`,
        carrier,
        consignments: [{ consignmentId: this.id('consignment', number), ...goods }],
      },
    };
    return { time: truck.arrivedAt, line };
  }

  customs(truck: Truck): TimedLine {
    const declarationNumber = `30${String(this.gate.length)}${String(truck.number).padStart(9, '0')}`;
    return this.step(truck, 'customs-clearance', truck.clearsAt, { declarationNumber });
  }

  passage({ truck, calledAt, disinfectedAt, transfer, crossedAt }: Passage): TimedLine[] {
    const targets = DISINFECTED[truck.truckClass];
    return [
      this.step(truck, 'call-forward', calledAt, {}),
      this.step(truck, 'disinfection', disinfectedAt, { targets, procedureVersion: PROCEDURE_VERSION }),
      this.transfer(truck, transfer),
      this.step(truck, 'crossing', crossedAt, { lane: 'MAIN' }),
      ...this.afterwards(truck, transfer),
    ];
  }

  leaving(truck: Truck, at: number, { command, reason }: Leaving): TimedLine {
    return this.step(truck, command, at, { reason });
  }

  gateAct(act: string, time: number, body: Readonly<Record<string, unknown>>): TimedLine {
    const line = {
      key: `autumn-2021/${String(this.seed)}/${this.gate}/${act}`,
      command: `border-gates/${act}`,
      id: this.gate,
      body: { at: rfc3339(time), ...body },
    };
    return { time, line };
  }

  private transfer(truck: Truck, transfer: Handover | Transload): TimedLine {
    if (transfer.kind === 'handover') {
      return this.step(truck, 'handover', transfer.at, { dedicatedDriver: transfer.driver });
    }
    const toVehicle = { plate: transfer.foreignPlate, country: 'CN' };
    return this.step(truck, 'transload', transfer.at, { yard: `${this.gate}_YARD`, toVehicle });
  }

  private afterwards(truck: Truck, transfer: Handover | Transload): TimedLine[] {
    if (transfer.kind === 'transload') return [];
    const foreignYard = FOREIGN_YARDS[this.gate];
    return [
      this.step(truck, 'delivery', transfer.deliveredAt, { foreignYard }),
      this.step(truck, 'return', transfer.returnedAt, {}),
    ];
  }

  private step(truck: Truck, step: string, time: number, body: Readonly<Record<string, unknown>>): TimedLine {
    const line = {
      key: this.key(truck.number, step),
      command: `truck-visits/${step}`,
      id: truck.visitId,
      body: { at: rfc3339(time), ...body },
    };
    return { time, line };
  }

  private key(number: number, step: string): string {
    return `autumn-2021/${String(this.seed)}/${this.gate}/${String(number)}/${step}`;
  }

  private id(kind: string, number: number): string {
    return uuidV5(VISIT_NAMESPACE, `${String(this.seed)}/${this.gate}/${kind}/${String(number)}`);
  }
}

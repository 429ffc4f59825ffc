/* From the call to the crossing: disinfection lanes, dedicated drivers, the road to the line. */
import { MINUTE } from './calendar';
import { DriverPool } from './driver-pool';
import type { GateCode } from './periods';
import { RandomStream } from './random';
import type { Change, Handover, Passage, Transload } from './truck';

const WALK_TO_BAY = 5 * MINUTE;
const DISINFECTION_LANES: Readonly<Record<GateCode, number>> = { HUU_NGHI: 3, TAN_THANH: 4, CHI_MA: 2 };
const DISINFECTION = [8 * MINUTE, 11 * MINUTE, 15 * MINUTE] as const;
const DRIVE = { shape: 4, mean: 14 * MINUTE, least: 3 * MINUTE, most: 40 * MINUTE };
const DRIVER_CYCLE = { median: 72 * MINUTE, sigma: 0.22, least: 45 * MINUTE, most: 110 * MINUTE };
/** Assumed: a gang moves the cargo of one truck into the vehicle beside it. */
const TRANSLOAD = { shape: 9, mean: 25 * MINUTE, least: 10 * MINUTE, most: 45 * MINUTE };
const PAPERS = 1 * MINUTE;
/** Shortest time from the line to the foreign yard and back. */
const SHORTEST_ROUND = 12 * MINUTE;
/** Trucks follow each other over the line; nobody overtakes inside the gate. */
const HEADWAY = 20;

export interface GateDayRules {
  /** First second at which nothing crosses any more. */
  readonly closesAt: number;
  /** Since 22 December vehicles of the other side take the goods at Chi Ma. */
  readonly foreignPickup: boolean;
}

export class InnerStages {
  private readonly disinfection: RandomStream;
  private readonly road: RandomStream;
  private readonly pool: DriverPool;

  constructor(
    seed: number,
    private readonly gate: GateCode,
    private readonly foreignPlate: () => string,
  ) {
    this.disinfection = new RandomStream(`${String(seed)}/${gate}/disinfection`);
    this.road = new RandomStream(`${String(seed)}/${gate}/road`);
    this.pool = new DriverPool(gate);
  }

  /** Brings the trucks of one day, by call time, over the line. */
  passDay(called: readonly Change[], { closesAt, foreignPickup }: GateDayRules): Passage[] {
    this.pool.startDay();
    const lanes = Array.from({ length: DISINFECTION_LANES[this.gate] }, () => 0);
    let transferredAt = 0;
    let crossedAt = 0;
    return called.map(({ truck, at: calledAt }, index) => {
      const disinfectedAt = this.disinfect(lanes, calledAt + WALK_TO_BAY);
      const ready = disinfectedAt + PAPERS;
      const next = transferredAt + 1;
      const transfer = foreignPickup ? this.transload(ready, next) : this.handOver(Math.max(ready, next));
      transferredAt = transfer.at;
      const latest = closesAt - 1 - (called.length - 1 - index) * HEADWAY;
      const wished = Math.max(transfer.at + this.drive(), crossedAt + HEADWAY);
      crossedAt = Math.min(wished, latest);
      if (crossedAt <= transfer.at)
        throw new RangeError(`truck ${String(truck.number)} misses the gate's hours`);
      return { truck, calledAt, disinfectedAt, transfer: this.finish(transfer, crossedAt), crossedAt };
    });
  }

  private disinfect(lanes: number[], from: number): number {
    const lane = lanes.indexOf(Math.min(...lanes));
    const start = Math.max(from, lanes[lane] ?? from);
    const end = start + Math.floor(this.disinfection.triangular(...DISINFECTION));
    lanes[lane] = end;
    return end;
  }

  private handOver(ready: number): Handover {
    const { driver, at } = this.pool.next(ready);
    const cycle = this.road.lognormal(DRIVER_CYCLE.median, DRIVER_CYCLE.sigma);
    const returnedAt = at + within(cycle, DRIVER_CYCLE);
    return { kind: 'handover', at, driver, deliveredAt: returnedAt, returnedAt };
  }

  private transload(ready: number, next: number): Transload {
    const duration = within(this.road.gamma(TRANSLOAD.shape, TRANSLOAD.mean), TRANSLOAD);
    return { kind: 'transload', at: Math.max(ready + duration, next), foreignPlate: this.foreignPlate() };
  }

  private drive(): number {
    return within(this.road.gamma(DRIVE.shape, DRIVE.mean), DRIVE);
  }

  /** Fixes delivery and return now that the crossing is known, and sends the driver back into the pool. */
  private finish(transfer: Handover | Transload, crossedAt: number): Handover | Transload {
    if (transfer.kind === 'transload') return transfer;
    const returnedAt = Math.max(transfer.returnedAt, crossedAt + SHORTEST_ROUND);
    const share = 0.3 + 0.3 * this.road.uniform();
    this.pool.comesBack(transfer.driver, returnedAt);
    return { ...transfer, deliveredAt: crossedAt + Math.floor((returnedAt - crossedAt) * share), returnedAt };
  }
}

function within(
  duration: number,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  return Math.floor(Math.min(Math.max(duration, least), most));
}

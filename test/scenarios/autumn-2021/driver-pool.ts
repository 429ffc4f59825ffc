import { MINUTE } from './calendar';
import type { GateCode } from './periods';

/** Dedicated drivers by gate, as the reference data registers them. */
const POOL_SIZE: Readonly<Record<GateCode, number>> = { HUU_NGHI: 15, TAN_THANH: 22, CHI_MA: 6 };
const MOST_TRIPS_A_DAY = 9;
const REST = 1 * MINUTE;

interface Driver {
  readonly code: string;
  freeFrom: number;
  trips: number;
}

/** Who takes the next truck: the one who has been back the longest. */
export class DriverPool {
  private readonly drivers: readonly Driver[];

  constructor(gate: GateCode) {
    this.drivers = Array.from({ length: POOL_SIZE[gate] }, (_, index) => ({
      code: `${gate}-D${String(index + 1).padStart(2, '0')}`,
      freeFrom: 0,
      trips: 0,
    }));
  }

  startDay(): void {
    for (const driver of this.drivers) driver.trips = 0;
  }

  /** The next driver and the time at which the truck can be handed over, not before `ready`. */
  next(ready: number): { readonly driver: string; readonly at: number } {
    const [first, ...others] = this.drivers.filter(({ trips }) => trips < MOST_TRIPS_A_DAY);
    if (first === undefined) throw new RangeError('every driver has made all trips of the day');
    const driver = others.reduce((best, one) => (one.freeFrom < best.freeFrom ? one : best), first);
    driver.trips += 1;
    return { driver: driver.code, at: Math.max(ready, driver.freeFrom) };
  }

  comesBack(code: string, at: number): void {
    const driver = this.drivers.find((one) => one.code === code);
    if (driver === undefined) throw new RangeError(`unknown driver ${code}`);
    driver.freeFrom = at + REST;
  }
}

/* Invented plates and container numbers; none comes twice within a seed. */
import { GATES } from './periods';
import type { GateCode } from './periods';
import { RandomStream } from './random';

const PLATE_NUMBERS = 99_991;
const CONTAINER_NUMBERS = 999_983;

/** A seeded walk through 1 … modulus that meets each number once; the modulus is prime, so any step does. */
class NumberWalk {
  private readonly start: number;
  private readonly step: number;

  constructor(
    stream: RandomStream,
    private readonly modulus: number,
  ) {
    this.start = stream.below(modulus);
    this.step = 1 + stream.below(modulus - 1);
  }

  at(index: number): number {
    if (index >= this.modulus) throw new RangeError(`only ${String(this.modulus)} numbers in a series`);
    // Below 2^53: index and step stay under 10^6 each.
    return ((this.start + index * this.step) % this.modulus) + 1;
  }
}

/** ISO 6346 values by place: letters from 10 on, leaving out the multiples of 11. */
const SIGN_VALUES = '0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ';

/** Remainder of ISO 6346; 10 means a number that owners are advised not to use. */
export function iso6346Remainder(ownerAndSerial: string): number {
  let sum = 0;
  for (let place = 0; place < ownerAndSerial.length; place += 1) {
    sum += SIGN_VALUES.indexOf(ownerAndSerial.charAt(place)) * 2 ** place;
  }
  return sum % 11;
}

/** `12C-045.67` from a series and a number of five digits. */
function vietnamesePlate(series: string, number: number): string {
  const digits = String(number).padStart(5, '0');
  return `${series}-${digits.slice(0, 3)}.${digits.slice(3)}`;
}

const RIGID_AND_TRACTOR_SERIES = [
  '12C',
  '12H',
  '98C',
  '99C',
  '29H',
  '15C',
  '63C',
  '62C',
  '66C',
  '64C',
  '51C',
  '86C',
];
const TRAILER_SERIES = ['12R', '15R', '51R', '63R', '98R'];
const CONTAINER_OWNERS = ['QVNU', 'VBXU', 'ZTKU', 'XHDU'];
const FOREIGN_SERIES = ['桂F', '桂A', '桂P'];

/** Gives out the numbers of one gate; gates share the series but never a number. */
export class RegistrationOffice {
  private readonly plates: NumberWalk;
  private readonly containers: NumberWalk;
  private readonly choice: RandomStream;
  private readonly issued = new Map<string, number>();
  private readonly gateIndex: number;

  constructor(seed: number, gate: GateCode) {
    const shared = new RandomStream(`${String(seed)}/registration`);
    this.plates = new NumberWalk(shared, PLATE_NUMBERS);
    this.containers = new NumberWalk(shared, CONTAINER_NUMBERS);
    this.choice = new RandomStream(`${String(seed)}/${gate}/registration`);
    this.gateIndex = GATES.indexOf(gate);
  }

  tractorPlate(): string {
    return this.plate(RIGID_AND_TRACTOR_SERIES);
  }

  trailerPlate(): string {
    return this.plate(TRAILER_SERIES);
  }

  foreignPlate(): string {
    const series = this.choice.pick(FOREIGN_SERIES);
    return `${series}${String(this.plates.at(this.next(series))).padStart(5, '0')}`;
  }

  containerNumber(): string {
    const owner = this.choice.pick(CONTAINER_OWNERS);
    for (;;) {
      const serial = String(this.containers.at(this.next(owner))).padStart(6, '0');
      const check = iso6346Remainder(`${owner}${serial}`);
      if (check < 10) return `${owner}${serial}${String(check)}`;
    }
  }

  private plate(series: readonly string[]): string {
    const picked = this.choice.pick(series);
    return vietnamesePlate(picked, this.plates.at(this.next(picked)));
  }

  private next(series: string): number {
    const count = this.issued.get(series) ?? 0;
    this.issued.set(series, count + 1);
    return count * GATES.length + this.gateIndex;
  }
}

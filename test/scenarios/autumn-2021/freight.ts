/* What arrives: the vehicle and its goods, invented from the proportions of the time. */
import type { BodyType, Consignment, Plated } from '#libs/truck-flow';
import type { GateCode, TruckClass } from './periods';
import { RandomStream } from './random';
import { RegistrationOffice } from './registration';

export interface Freight {
  readonly tractor: Plated;
  readonly trailer?: Plated;
  readonly container?: { readonly number: string };
  readonly bodyType: BodyType;
  readonly payloadTonnes: number;
  readonly carrier: string;
  readonly goods: Goods;
}

export type Goods = Required<Pick<Consignment, 'cargoClass' | 'commodity' | 'originProvince' | 'owner'>> &
  Pick<Consignment, 'tradeForm' | 'contractRef' | 'buyerKnown'>;

interface Commodity {
  readonly name: string;
  readonly weight: number;
  /** ISO 3166-2. */
  readonly origins: readonly string[];
  readonly cargoClass: 'FRESH_PRODUCE' | 'DRY' | 'OTHER';
}

const FRUIT: readonly Commodity[] = [
  { name: 'DRAGON_FRUIT', weight: 38, origins: ['VN-40', 'VN-41', 'VN-46'], cargoClass: 'FRESH_PRODUCE' },
  {
    name: 'JACKFRUIT',
    weight: 26,
    origins: ['VN-46', 'VN-45', 'VN-73', 'VN-39'],
    cargoClass: 'FRESH_PRODUCE',
  },
  { name: 'MANGO', weight: 16, origins: ['VN-45', 'VN-46', 'VN-44'], cargoClass: 'FRESH_PRODUCE' },
  { name: 'WATERMELON', weight: 12, origins: ['VN-41', 'VN-30', 'VN-27'], cargoClass: 'FRESH_PRODUCE' },
  { name: 'BANANA', weight: 8, origins: ['VN-39', 'VN-66'], cargoClass: 'FRESH_PRODUCE' },
];

const TAPIOCA: Commodity = {
  name: 'TAPIOCA_STARCH',
  weight: 0,
  origins: ['VN-37', 'VN-30', 'VN-22'],
  cargoClass: 'DRY',
};

const OTHER_GOODS: readonly Commodity[] = [
  { name: 'WOOD_VENEER', weight: 24, origins: ['VN-06', 'VN-53', 'VN-54'], cargoClass: 'DRY' },
  { name: 'CONFECTIONERY', weight: 18, origins: ['VN-66', 'VN-HN'], cargoClass: 'DRY' },
  { name: 'PEPPER', weight: 14, origins: ['VN-33', 'VN-72', 'VN-58'], cargoClass: 'DRY' },
  { name: 'BLACK_JELLY_HERB', weight: 10, origins: ['VN-04', 'VN-09'], cargoClass: 'DRY' },
  { name: 'CASHEW_NUTS', weight: 14, origins: ['VN-58', 'VN-39'], cargoClass: 'DRY' },
  { name: 'ELECTRONIC_PARTS', weight: 12, origins: ['VN-56', 'VN-54'], cargoClass: 'OTHER' },
  { name: 'GARMENTS', weight: 8, origins: ['VN-67', 'VN-66'], cargoClass: 'OTHER' },
];

const TAPIOCA_SHARE_AT_CHI_MA = 0.7;
/** Over 90 % of the trade was informal. */
const INFORMAL_SHARE = 0.9;
const OWNERS = 240;
const CARRIERS = 90;

const OTHER_BODIES = ['DRY_CONTAINER', 'BOX', 'FLATBED', 'OTHER'] as const;
const OTHER_BODY_WEIGHTS = [45, 30, 15, 10];

/** Least and greatest payload in tonnes. */
const PAYLOAD: Readonly<Record<TruckClass, readonly [number, number]>> = {
  HOT_BOX: [8, 16],
  REEFER: [18, 26],
  OTHER: [14, 30],
};

export class FreightYard {
  private readonly office: RegistrationOffice;
  private readonly random: RandomStream;
  private contracts = 0;

  constructor(
    private readonly seed: number,
    private readonly gate: GateCode,
  ) {
    this.office = new RegistrationOffice(seed, gate);
    this.random = new RandomStream(`${String(seed)}/${gate}/freight`);
  }

  load(truckClass: TruckClass): Freight {
    const bodyType = this.bodyType(truckClass);
    const [least, greatest] = PAYLOAD[truckClass];
    return {
      tractor: { plate: this.office.tractorPlate() },
      ...this.towed(bodyType),
      bodyType,
      payloadTonnes: least + this.random.below(greatest - least + 1),
      carrier: code('CAR', 1 + this.random.below(CARRIERS)),
      goods: this.goods(truckClass),
    };
  }

  /** Plate of the vehicle that the other side sends to take goods over. */
  foreignPlate(): string {
    return this.office.foreignPlate();
  }

  private bodyType(truckClass: TruckClass): BodyType {
    if (truckClass === 'HOT_BOX') return 'HOT_BOX';
    if (truckClass === 'REEFER') return 'REEFER_CONTAINER';
    return OTHER_BODIES[this.random.weighted(OTHER_BODY_WEIGHTS)] ?? 'OTHER';
  }

  private towed(bodyType: BodyType): Pick<Freight, 'trailer' | 'container'> {
    if (bodyType === 'FLATBED') return { trailer: { plate: this.office.trailerPlate() } };
    if (bodyType !== 'REEFER_CONTAINER' && bodyType !== 'DRY_CONTAINER') return {};
    return {
      trailer: { plate: this.office.trailerPlate() },
      container: { number: this.office.containerNumber() },
    };
  }

  private goods(truckClass: TruckClass): Goods {
    const { name, origins, cargoClass } = this.commodity(truckClass);
    const goods = {
      cargoClass,
      commodity: name,
      originProvince: this.random.pick(origins),
      owner: code('OWN', 1 + this.random.below(OWNERS)),
    };
    if (this.random.chance(INFORMAL_SHARE)) return { ...goods, tradeForm: 'INFORMAL', buyerKnown: false };
    this.contracts += 1;
    const contractRef = `HD-${this.gate}-${String(this.seed)}-${String(this.contracts).padStart(5, '0')}`;
    return { ...goods, tradeForm: 'FORMAL', contractRef, buyerKnown: true };
  }

  private commodity(truckClass: TruckClass): Commodity {
    if (truckClass !== 'OTHER') return this.oneOf(FRUIT);
    const tapioca = this.random.chance(TAPIOCA_SHARE_AT_CHI_MA);
    return this.gate === 'CHI_MA' && tapioca ? TAPIOCA : this.oneOf(OTHER_GOODS);
  }

  private oneOf(commodities: readonly Commodity[]): Commodity {
    const index = this.random.weighted(commodities.map(({ weight }) => weight));
    return commodities[index] ?? TAPIOCA;
  }
}

function code(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(4, '0')}`;
}

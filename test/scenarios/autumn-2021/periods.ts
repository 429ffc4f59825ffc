/* The calibrated autumn of 2021: rates a day by gate and period, and the stock each period ended with. */

export const GATES = ['HUU_NGHI', 'TAN_THANH', 'CHI_MA'] as const;
export type GateCode = (typeof GATES)[number];

/** Queues of their own: fruit in hot-box trucks, fruit in reefer containers, all other goods. */
export const TRUCK_CLASSES = ['HOT_BOX', 'REEFER', 'OTHER'] as const;
export type TruckClass = (typeof TRUCK_CLASSES)[number];

export function perClass<T>(of: (truckClass: TruckClass) => T): Record<TruckClass, T> {
  return { HOT_BOX: of('HOT_BOX'), REEFER: of('REEFER'), OTHER: of('OTHER') };
}

export interface ByCargo {
  readonly fruit: number;
  readonly other: number;
}

export interface DailyRates {
  readonly arrivals: ByCargo;
  /** Trucks a day that the other side takes. */
  readonly crossings: number;
  /** Hazard a day of a waiting truck to give up. */
  readonly leaving: ByCargo;
}

export interface Period {
  readonly lastDate: string;
  readonly rates: Readonly<Record<GateCode, DailyRates>>;
  /** Stock at the end of the last day. */
  readonly anchors: Readonly<Record<GateCode, ByCargo>>;
}

type RateRow = readonly [
  fruitIn: number,
  otherIn: number,
  crossings: number,
  fruitLeaves: number,
  otherLeaves: number,
];
type AnchorRow = readonly [fruit: number, other: number];
type Row = Readonly<Record<GateCode, readonly [RateRow, AnchorRow]>>;

function byGate<T>(of: (gate: GateCode) => T): Record<GateCode, T> {
  return { HUU_NGHI: of('HUU_NGHI'), TAN_THANH: of('TAN_THANH'), CHI_MA: of('CHI_MA') };
}

function period(lastDate: string, row: Row): Period {
  return {
    lastDate,
    rates: byGate((gate) => {
      const [fruitIn, otherIn, crossings, fruitLeaves, otherLeaves] = row[gate][0];
      return {
        arrivals: { fruit: fruitIn, other: otherIn },
        crossings,
        leaving: { fruit: fruitLeaves, other: otherLeaves },
      };
    }),
    anchors: byGate((gate) => {
      const [fruit, other] = row[gate][1];
      return { fruit, other };
    }),
  };
}

/** 551 of the 2,924 fruit trucks of 25 December were hot-box trucks. */
export const HOT_BOX_SHARE = 0.1884;

/** The trucks of this date are the stock that October began with. */
export const FIRST_DATE = '2021-09-30';

export const OPENING_STOCK: Readonly<Record<GateCode, ByCargo>> = {
  HUU_NGHI: { fruit: 40, other: 70 },
  TAN_THANH: { fruit: 140, other: 30 },
  CHI_MA: { fruit: 3, other: 47 },
};

export const PERIODS: readonly Period[] = [
  period('2021-10-31', {
    HUU_NGHI: [
      [40.5, 60.8, 100, 0, 0],
      [60, 90],
    ],
    TAN_THANH: [
      [123.5, 24.7, 146, 0, 0],
      [200, 40],
    ],
    CHI_MA: [
      [2, 38.3, 40, 0, 0],
      [3, 57],
    ],
  }),
  period('2021-11-24', {
    HUU_NGHI: [
      [48.3, 56.3, 100, 0, 0],
      [120, 140],
    ],
    TAN_THANH: [
      [135.8, 23.1, 146, 0, 0],
      [470, 80],
    ],
    CHI_MA: [
      [2.1, 39.6, 40, 0, 0],
      [5, 95],
    ],
  }),
  period('2021-12-07', {
    HUU_NGHI: [
      [68, 74.2, 100, 0.002, 0],
      [380, 420],
    ],
    TAN_THANH: [
      [192.4, 22.9, 130, 0.002, 0],
      [1450, 180],
    ],
    CHI_MA: [
      [2.8, 49.5, 40, 0.002, 0],
      [14, 246],
    ],
  }),
  period('2021-12-14', {
    HUU_NGHI: [
      [87.9, 60, 95, 0.004, 0.001],
      [630, 520],
    ],
    TAN_THANH: [
      [194.5, 21.5, 105, 0.004, 0.001],
      [2102, 250],
    ],
    CHI_MA: [
      [1.5, 53.3, 0, 0.004, 0.001],
      [24, 616],
    ],
  }),
  // 15-17 December: a fault at Tan Thanh, not a suspension.
  period('2021-12-15', {
    HUU_NGHI: [
      [93.8, 57.5, 30, 0.01, 0.002],
      [700, 563],
    ],
    TAN_THANH: [
      [262.5, 10.5, 0, 0.01, 0.002],
      [2341, 260],
    ],
    CHI_MA: [
      [2.3, 37.3, 0, 0.01, 0.002],
      [26, 652],
    ],
  }),
  period('2021-12-17', {
    HUU_NGHI: [
      [50.2, 29.6, 45, 0.01, 0.002],
      [735, 580],
    ],
    TAN_THANH: [
      [122, 3, 0, 0.01, 0.002],
      [2535, 265],
    ],
    CHI_MA: [
      [1.3, 3.8, 0, 0.01, 0.002],
      [28, 657],
    ],
  }),
  // Tan Thanh keeps five a day in the path; all twenty cross on 18 December (LAST_OF_TAN_THANH).
  period('2021-12-21', {
    HUU_NGHI: [
      [31.4, 16.5, 75, 0.02, 0.006],
      [635, 500],
    ],
    TAN_THANH: [
      [45.5, 2.4, 5, 0.03, 0.01],
      [2400, 262],
    ],
    CHI_MA: [
      [0.3, 3.2, 0, 0.05, 0.032],
      [24, 590],
    ],
  }),
  period('2021-12-25', {
    HUU_NGHI: [
      [38.3, 19.4, 60, 0.02, 0.012],
      [600, 450],
    ],
    TAN_THANH: [
      [34.2, 2.6, 0, 0.025, 0.012],
      [2300, 260],
    ],
    CHI_MA: [
      [0.9, 11.6, 7.5, 0.025, 0.016],
      [24, 570],
    ],
  }),
  period('2022-01-02', {
    HUU_NGHI: [
      [50.6, 32.9, 65, 0.055, 0.015],
      [470, 420],
    ],
    TAN_THANH: [
      [13.4, 1.8, 0, 0.085, 0.012],
      [1240, 250],
    ],
    CHI_MA: [
      [0.2, 22.1, 25, 0.12, 0.02],
      [7, 465],
    ],
  }),
];

/** What Tan Thanh still let through on the morning of its suspension; nothing crosses after it. */
export const LAST_OF_TAN_THANH = {
  date: '2021-12-18',
  crossings: { HOT_BOX: 3, REEFER: 15, OTHER: 2 },
} as const;

/** From this date vehicles of the other side take the goods at Chi Ma (H-02). */
export const PICKUP_SINCE = '2021-12-22';

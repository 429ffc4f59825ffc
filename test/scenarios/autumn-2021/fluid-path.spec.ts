import { dateOf } from './calendar';
import { dailyFlows, sumOf } from './fluid-path';
import { GATES, TRUCK_CLASSES } from './periods';
import type { GateCode, TruckClass } from './periods';

/** Stock by class at the end of a date. */
function stockAt(gate: GateCode, date: string): Record<TruckClass, number> {
  const stock: Record<TruckClass, number> = { HOT_BOX: 0, REEFER: 0, OTHER: 0 };
  for (const { day, classes } of dailyFlows(gate)) {
    if (dateOf(day) > date) break;
    for (const c of TRUCK_CLASSES) {
      stock[c] += classes[c].arrivals - classes[c].crossings - classes[c].leavers;
    }
  }
  return stock;
}

const ENDS = [
  '2021-10-31',
  '2021-11-24',
  '2021-12-07',
  '2021-12-14',
  '2021-12-15',
  '2021-12-17',
  '2021-12-21',
  '2021-12-25',
  '2022-01-02',
];

/** Fruit and other trucks at the ends of the periods, as published with the calibration. */
const ANCHORS: Record<GateCode, string> = {
  HUU_NGHI: '60/90, 120/140, 380/420, 630/520, 700/563, 735/580, 635/500, 600/450, 470/420',
  TAN_THANH: '200/40, 470/80, 1450/180, 2102/250, 2341/260, 2535/265, 2400/262, 2300/260, 1240/250',
  CHI_MA: '3/57, 5/95, 14/246, 24/616, 26/652, 28/657, 24/590, 24/570, 7/465',
};

describe('the fluid path in whole trucks', () => {
  it.each(GATES)('meets every anchor at %s', (gate) => {
    const met = ENDS.map((date) => {
      const { HOT_BOX, REEFER, OTHER } = stockAt(gate, date);
      return `${String(HOT_BOX + REEFER)}/${String(OTHER)}`;
    });
    expect(met.join(', ')).toBe(ANCHORS[gate]);
  });

  it('has 27,580 trucks, 330 of them on 30 September', () => {
    const flows = GATES.flatMap((gate) => [...dailyFlows(gate)]);
    const arrivals = (days: typeof flows) =>
      days.reduce((sum, flow) => sum + sumOf(flow, (classFlow) => classFlow.arrivals), 0);
    expect(arrivals(flows)).toBe(27_580);
    expect(arrivals(flows.filter(({ day }) => dateOf(day) === '2021-09-30'))).toBe(330);
  });

  it('never has a negative number', () => {
    const numbers = GATES.flatMap((gate) =>
      [...dailyFlows(gate)].flatMap(({ classes }) =>
        TRUCK_CLASSES.flatMap((c) => [classes[c].arrivals, classes[c].crossings, classes[c].leavers]),
      ),
    );
    expect(Math.min(...numbers)).toBe(0);
    expect(numbers.every(Number.isInteger)).toBe(true);
  });

  it('lets Tan Thanh cross 3 hot-box, 15 reefer and 2 other trucks on 18 December and none later', () => {
    const late = [...dailyFlows('TAN_THANH')].filter(({ day }) => dateOf(day) >= '2021-12-18');
    const crossings = late.map(({ classes }) => TRUCK_CLASSES.map((c) => classes[c].crossings));
    expect(crossings[0]).toEqual([3, 15, 2]);
    expect(
      crossings
        .slice(1)
        .flat()
        .every((count) => count === 0),
    ).toBe(true);
  });

  it('lets nothing cross at Chi Ma from 8 to 21 December', () => {
    const closed = [...dailyFlows('CHI_MA')].filter(
      ({ day }) => dateOf(day) >= '2021-12-08' && dateOf(day) <= '2021-12-21',
    );
    expect(closed).toHaveLength(14);
    expect(closed.every((flow) => sumOf(flow, ({ crossings }) => crossings) === 0)).toBe(true);
  });
});

import { proofSize } from '#libs/event-sourcing/testing';
import { DEMO_ENDS, generateAutumn2021 } from './generate';
import { shapeFault } from './oracle/body-shape';
import { GateRules } from './oracle/gate-rules';
import { BorderLedger } from './oracle/ledger';
import { readMovement } from './oracle/movement';
import { GATES, PERIODS } from './periods';

const SEEDS = [1, 34, 2021, 987_654_321].slice(0, proofSize({ test: 1, proof: 4 }));

function read(seed: number) {
  const ledger = new BorderLedger();
  const rules = new GateRules();
  const faults: string[] = [];
  for (const line of generateAutumn2021({ seed })) {
    const movement = readMovement(line);
    ledger.enter(movement);
    rules.enter(movement);
    const fault = shapeFault(movement);
    if (fault !== undefined) faults.push(fault);
  }
  return { ledger, rules, faults };
}

describe.each(SEEDS)('the autumn of 2021, seed %i', (seed) => {
  let autumn: ReturnType<typeof read>;
  beforeAll(() => {
    autumn = read(seed);
  });

  it('has 27,580 trucks and about 189,750 lines, every one valid', () => {
    expect(autumn.ledger.trucks).toBe(27_580);
    expect(Math.abs(autumn.ledger.lines - 189_750)).toBeLessThan(100);
    expect(autumn.faults).toEqual([]);
  });

  it('keeps the rules of the border, the driver pools included', () => {
    expect(autumn.rules.violations).toEqual([]);
  });

  it('ends every period with its anchors', () => {
    for (const { lastDate, anchors } of PERIODS) {
      for (const gate of GATES) {
        const { trucksOnHand, fruit } = autumn.ledger.stock(`${lastDate}T23:59:59+07:00`, gate);
        const found = { date: lastDate, gate, fruit, other: trucksOnHand - fruit };
        expect(found).toEqual({ date: lastDate, gate, ...anchors[gate] });
      }
    }
  });

  it('has 4,204 trucks on hand in the evening of 25 December', () => {
    const { ledger } = autumn;
    const total = ledger.stock(DEMO_ENDS);
    expect(total.trucksOnHand).toBe(4_204);
    expect(total.fruit).toBe(2_924);
    expect(total.byBodyType['HOT_BOX']).toBe(551);
    expect(total.byBodyType['REEFER_CONTAINER']).toBe(2_373);
    const byGate = GATES.map((gate) => {
      const { trucksOnHand, fruit } = ledger.stock(DEMO_ENDS, gate);
      return [trucksOnHand, fruit, trucksOnHand - fruit];
    });
    expect(byGate).toEqual([
      [1_050, 600, 450],
      [2_560, 2_300, 260],
      [594, 24, 570],
    ]);
  });

  it('clears so little from 18 to 24 December that the stock would take 57 to 76 days', () => {
    const days = 4_204 / autumn.ledger.meanCrossings('2021-12-18', '2021-12-25');
    expect(Math.ceil(days)).toBe(57);
    expect(Math.ceil((days * 4) / 3)).toBe(76);
  });

  it('has its oldest trucks of 18 December at Tan Thanh for about two weeks', () => {
    const { oldestArrival = '' } = autumn.ledger.stock('2021-12-18T12:00:00+07:00', 'TAN_THANH');
    const days = (Date.parse('2021-12-18T12:00:00+07:00') - Date.parse(oldestArrival)) / 86_400_000;
    expect(days).toBeGreaterThan(12);
    expect(days).toBeLessThan(17);
  });
});

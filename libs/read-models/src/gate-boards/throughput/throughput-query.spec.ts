import { boardsOver } from '../../../testing/board-trial';
import { arrival, GATE, gateRegistered, step } from '../../../testing/given-events';
import { balanceOfDay, imbalancesAt } from './balance';
import { trucksOnHand } from '../gate-board-query';
import { throughputDays } from './throughput-query';

const at = (day: number, time: string): string => `2021-12-${day.toString()}T${time}:00+07:00`;
const instant = (day: number, time: string): number => Date.parse(at(day, time));
const crossing = { vehicle: { plate: '12C04567' } };
const NOTHING = {
  arrived: 0,
  crossed: 0,
  turnedBack: 0,
  diverted: 0,
  cancelled: 0,
  transferred: 0,
  seenElsewhere: 0,
};

function trial() {
  return boardsOver(
    gateRegistered(),
    gateRegistered('SOUTH_GATE'),
    arrival('v1', at(13, '23:59')),
    arrival('v2', at(14, '00:00')),
    arrival('v3', at(14, '10:00')),
    step('v1', 'crossing', at(14, '12:00'), crossing),
    step('v2', 'turn-back', at(15, '23:59'), { reason: 'spoiled' }),
    arrival('v4', at(15, '08:00')),
    step('v4', 'diversion', at(15, '09:00'), { reason: 'queue' }),
    arrival('v5', at(15, '08:00')),
    step('v5', 'cancellation', at(17, '09:00'), { reason: 'error' }),
    arrival('v6', at(15, '08:00'), { gate: 'SOUTH_GATE' }),
  );
}

describe('the throughput of a gate', () => {
  it('has a row a local day, whose balance closes', async () => {
    const { db, source } = await trial();
    const query = { gates: [GATE], from: '2021-12-14', to: '2021-12-17', at: instant(20, '00:00') };
    expect(throughputDays(db, query, source)).toEqual([
      { date: '2021-12-14', ...NOTHING, arrived: 2, crossed: 1, onHandAtEnd: 2 },
      { date: '2021-12-15', ...NOTHING, arrived: 2, turnedBack: 1, diverted: 1, onHandAtEnd: 2 },
      { date: '2021-12-16', ...NOTHING, onHandAtEnd: 2 },
    ]);
    expect(trucksOnHand(db, GATE, instant(17, '00:00') - 1)).toBe(2);
  });

  it('adds gates up, and counts nothing later than the instant asked for', async () => {
    const { db, source } = await trial();
    const query = {
      gates: [GATE, 'SOUTH_GATE'],
      from: '2021-12-15',
      to: '2021-12-17',
      at: instant(15, '08:30'),
    };
    expect(throughputDays(db, query, source)).toEqual([
      { date: '2021-12-15', ...NOTHING, arrived: 3, onHandAtEnd: 5 },
      { date: '2021-12-16', ...NOTHING, onHandAtEnd: 5 },
    ]);
  });

  it('balances day by day, and an imbalance is found and named', async () => {
    const { db } = await trial();
    const balance = balanceOfDay(db, GATE, '2021-12-15', 'Asia/Ho_Chi_Minh');
    expect(balance).toMatchObject({ onHandBefore: 2, arrived: 2, onHandAtEnd: 2, difference: 0 });
    expect(imbalancesAt(db, instant(16, '00:00'))).toEqual([]);
    db.exec(`DELETE FROM throughput WHERE time = ${instant(14, '10:00')}`);
    expect(balanceOfDay(db, GATE, '2021-12-14', 'Asia/Ho_Chi_Minh').difference).toBe(-1);
    expect(imbalancesAt(db, instant(16, '00:00'))).toEqual([
      { gate: GATE, cargoClass: 'FRESH_PRODUCE', difference: -1 },
    ]);
  });
});

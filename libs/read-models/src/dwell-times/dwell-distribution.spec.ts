import { boardsOver } from '../../testing/board-trial';
import { arrival, GATE, gateRegistered, step } from '../../testing/given-events';
import { dwellDistributions } from './dwell-distribution';

const at = (time: string): string => `2021-12-14T${time}:00+07:00`;
const cleared = { declarationNumber: 'D-1' };
const MINUTE = 60;

test('finished stages are counted at every bound they do not exceed, those given up at none', async () => {
  const { db } = await boardsOver(
    gateRegistered(),
    arrival('v1', at('06:00')),
    step('v1', 'customs-clearance', at('06:05'), cleared),
    arrival('v2', at('06:00')),
    step('v2', 'customs-clearance', at('07:00'), cleared),
    step('v2', 'turn-back', at('08:00'), { reason: 'spoiled' }),
    arrival('v3', at('06:00')),
  );
  expect(dwellDistributions(db, [5 * MINUTE, 30 * MINUTE, 60 * MINUTE])).toEqual([
    { gate: GATE, stage: 'CUSTOMS', count: 2, sum: 65 * MINUTE, atMost: [1, 1, 2] },
  ]);
});

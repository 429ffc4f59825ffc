import type { PolicyTold } from '#libs/truck-flow';
import { arrival, gateRegistered, step } from '../../../testing/given-events';
import { policy } from '../../../testing/given-policies';
import { RecordedLog } from '../../../testing/recorded-log';
import { borderGates } from '../../border-gates/border-gates';
import { gateTurns } from './gate-turns';
import { lastJudgedAt } from './judged-calls';

const at = (hour: number) => `2021-12-15T${String(hour).padStart(2, '0')}:00:00+07:00`;
const ORDER: Partial<PolicyTold> = {
  kind: 'QUEUE_ORDER',
  values: { classes: [{ class: 'ALL', weight: 1 }], window: 1, requires: [] },
};
const called = (id: string, hour: number, gate: string, judged: object) => [
  arrival(id, at(5), { gate }),
  step(id, 'call-forward', at(hour), judged),
];

async function last(code: string, ...calls: readonly (readonly [string, number, string, string?])[]) {
  const log = new RecordedLog(
    gateRegistered('NORTH_GATE'),
    gateRegistered('SOUTH_GATE'),
    policy(at(6), { ...ORDER, policy: 'EVERYWHERE' }),
    policy(at(9), { ...ORDER, policy: 'EVERYWHERE' }, 2),
    policy(at(6), { ...ORDER, policy: 'NORTH', gate: 'NORTH_GATE', until: at(12) }),
    ...calls.flatMap(([id, hour, gate, version]) =>
      called(id, hour, gate, version === undefined ? {} : { policyVersion: version, passed: 0 }),
    ),
  );
  const found = lastJudgedAt(await log.views(borderGates, gateTurns), code);
  return found === undefined ? undefined : new Date(found + 7 * 3_600_000).getUTCHours();
}

describe('the last call that an order judged', () => {
  it('is that of its gate, in its time and version', async () => {
    const calls = [
      ['v1', 7, 'NORTH_GATE', '1'],
      ['v2', 8, 'SOUTH_GATE', '1'],
      ['v3', 10, 'SOUTH_GATE', '2'],
      ['v4', 13, 'NORTH_GATE', '2'],
    ] as const;
    expect(await last('NORTH', ...calls)).toBe(7);
    expect(await last('EVERYWHERE', ...calls)).toBe(13);
    expect(await last('EVERYWHERE', ...calls.slice(0, 2))).toBe(8);
  });

  it('is none where no call was judged by it', async () => {
    expect(await last('NORTH', ['v1', 7, 'NORTH_GATE'], ['v2', 8, 'SOUTH_GATE', '1'])).toBeUndefined();
    expect(await last('EVERYWHERE', ['v1', 7, 'NORTH_GATE', '1'])).toBeUndefined();
  });
});

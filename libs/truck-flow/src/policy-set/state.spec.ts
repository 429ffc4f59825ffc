import { effective } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { underPolicies, unknownGate } from '../border-gate/state';
import { policySetOrder } from './category';
import type { PolicySetEvent, PolicyTold } from './events';
import { day, published, withdrawn } from './policy.fixture';
import { foldPolicySet, noPolicies, policyInForce } from './state';
import type { PolicySet } from './state';

const GATE = 'NORTH_GATE';

function setOf(...events: readonly PolicySetEvent[]): PolicySet {
  const recorded = events.map(({ type, data, eventTime }, index) => ({
    type,
    data,
    revision: BigInt(index),
    metadata: { eventTime, recordTime: '2022-02-01T00:00:00Z' },
  }));
  return foldPolicySet(effective(recorded as unknown as RecordedEvent[], policySetOrder));
}

/** Code and version of what is in force at noon of each of these days. */
function onDays(set: PolicySet, ...days: readonly number[]): string[] {
  return days.map((number) => {
    const found = policyInForce(set, 'CALL', { gate: GATE, at: Date.parse(day(number)) });
    return found === undefined ? '-' : `${found.policy} ${found.version}`;
  });
}

const other = (changed: Partial<PolicyTold>) => published({ policy: 'OTHER', ...changed });

describe('the policy in force', () => {
  it('is none where none is published', () => {
    expect(onDays(noPolicies, 1)).toEqual(['-']);
  });

  it.each<[string, PolicySetEvent[], string[]]>([
    ['begins with its first moment', [published({ effectiveFrom: day(2) })], ['-', 'CALLS 1', 'CALLS 1']],
    ['ends before its until', [published({ until: day(3) })], ['CALLS 1', 'CALLS 1', '-']],
    [
      'ends with a later one',
      [published(), other({ effectiveFrom: day(2) })],
      ['CALLS 1', 'OTHER 1', 'OTHER 1'],
    ],
    [
      'does not come back when the later one ends',
      [published(), other({ effectiveFrom: day(2), until: day(3) })],
      ['CALLS 1', 'OTHER 1', '-'],
    ],
    [
      'goes on where the later one was withdrawn before it took force',
      [published(), other({ effectiveFrom: day(2) }), withdrawn(1, day(2), { policy: 'OTHER' })],
      ['CALLS 1', 'CALLS 1', 'CALLS 1'],
    ],
    [
      'is its next version from then on',
      [published(), published({ effectiveFrom: day(3) }, 2)],
      ['CALLS 1', 'CALLS 1', 'CALLS 2'],
    ],
    [
      'of the gate goes before the one of all gates, and leaves it in force where it ends',
      [published(), other({ gate: GATE, effectiveFrom: day(2), until: day(3) })],
      ['CALLS 1', 'OTHER 1', 'CALLS 1'],
    ],
    [
      'of another gate counts for nothing here',
      [published(), other({ gate: 'SOUTH_GATE' })],
      ['CALLS 1', 'CALLS 1', 'CALLS 1'],
    ],
    ['ends with its withdrawal', [published(), withdrawn(1, day(2))], ['CALLS 1', '-', '-']],
    [
      'is a version that was published after the withdrawal of those before',
      [published(), withdrawn(1, day(2)), published({ effectiveFrom: day(3) }, 2)],
      ['CALLS 1', '-', 'CALLS 2'],
    ],
    [
      'is withdrawn however late its publication is dated',
      [published(), withdrawn(1, '2021-01-01T00:00:00+07:00')],
      ['-', '-', '-'],
    ],
  ])('%s', (_rule, events, expected) => {
    expect(onDays(setOf(...events), 1, 2, 3)).toEqual(expected);
  });

  it('says its values, its basis and its stretch of time', () => {
    const set = setOf(published(), other({ effectiveFrom: day(2) }));
    expect(policyInForce(set, 'CALL', { gate: GATE, at: Date.parse(day(1)) })).toEqual({
      policy: 'CALLS',
      kind: 'CALL',
      version: 1,
      from: Date.parse(day(1)),
      until: Date.parse(day(2)),
      legalBasis: '12/QĐ-TEST',
      values: { missed: 'KEEP_PLACE' },
    });
  });

  it('about a yard is that of the yard', () => {
    const target = (yard: string, number: number) =>
      published({ policy: yard, kind: 'GATE_YARD_TARGET', values: { yard, target: number } });
    const set = setOf(target('YARD_A', 40), target('YARD_B', 50));
    const asked = { gate: GATE, at: Date.parse(day(1)), yard: 'YARD_B' };
    expect(policyInForce(set, 'GATE_YARD_TARGET', asked)?.values.target).toBe(50);
    expect(policyInForce(set, 'GATE_YARD_TARGET', { ...asked, yard: 'YARD_C' })).toBeUndefined();
  });
});

test('a gate under policies is the same object while neither changes', () => {
  const set = setOf(published());
  expect(underPolicies(unknownGate, noPolicies)).toBe(unknownGate);
  const ruled = underPolicies(unknownGate, set);
  expect(ruled).toEqual({ ...unknownGate, policies: set });
  expect(underPolicies(unknownGate, set)).toBe(ruled);
  expect(underPolicies(unknownGate, setOf(published()))).not.toBe(ruled);
});

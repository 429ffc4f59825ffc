import { effective } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import fc from 'fast-check';
import { Rejection } from '../rejection';
import { policySetOrder } from './category';
import { policySet } from './decide';
import type { PublishPolicy } from './decide';
import { day, publishing } from './policy.fixture';
import { foldPolicySet, policyInForce, stretchesOf } from './state';
import type { PolicySet } from './state';

/* Overlaps as a property: which policies stand beside each other does not depend on the order in which they come in. */

const DAYS = 12;
const GATES = [undefined, 'NORTH_GATE', 'SOUTH_GATE'];

const drawn = fc.record({
  gate: fc.constantFrom(...GATES),
  from: fc.integer({ min: 1, max: DAYS }),
  days: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer One> ? One : never;

function commandOf({ gate, from, days }: Drawn, number: number): PublishPolicy {
  return publishing({
    policy: `P${number}`,
    ...(gate === undefined ? {} : { gate }),
    effectiveFrom: day(from),
    ...(days === undefined ? {} : { until: day(from + days) }),
  });
}

/** The set after these commands, each decided on what was recorded before it, and the codes that were refused. */
function recordedAs(commands: readonly PublishPolicy[]): { set: PolicySet; refused: string[] } {
  const recorded: RecordedEvent[] = [];
  const history = () => effective(recorded, policySetOrder);
  const refused: string[] = [];
  for (const command of commands) {
    try {
      const { events } = policySet.decide(command, { recorded, effective: history() });
      for (const { type, data, eventTime } of events) {
        const metadata = { eventTime, recordTime: day(1) };
        recorded.push({ type, data, revision: BigInt(recorded.length), metadata } as RecordedEvent);
      }
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== 'POLICY_OVERLAPS') throw error;
      refused.push(command.data.policy);
    }
  }
  return { set: foldPolicySet(history()), refused };
}

/** Do these two exclude each other, by the words of the contract? */
function exclude(a: Drawn, b: Drawn): boolean {
  if (a.gate !== b.gate) return false;
  if (a.from === b.from) return true;
  const [earlier, later] = a.from < b.from ? [a, b] : [b, a];
  return earlier.days !== undefined && earlier.from + earlier.days > later.from;
}

function inForceBy(set: PolicySet) {
  return GATES.flatMap((gate = 'OTHER_GATE') =>
    Array.from({ length: DAYS * 2 }, (_, number) => {
      const at = Date.parse(day(1)) + number * 12 * 3_600_000;
      return policyInForce(set, 'CALL', { gate, at })?.policy;
    }),
  );
}

const shuffledWith = (policies: readonly Drawn[]) =>
  fc.shuffledSubarray([...policies.keys()], { minLength: policies.length, maxLength: policies.length });

const some = fc.array(drawn, { maxLength: 7 });

it('a policy is refused just where it excludes one that was taken before', () => {
  fc.assert(
    fc.property(some, (policies) => {
      const { refused } = recordedAs(policies.map(commandOf));
      const taken: number[] = [];
      const expected: string[] = [];
      for (const [number, one] of policies.entries()) {
        if (taken.some((other) => exclude(policies[other] as Drawn, one))) expected.push(`P${number}`);
        else taken.push(number);
      }
      expect(refused).toEqual(expected);
    }),
  );
});

it('policies that do not exclude each other are all taken, and in force alike, in whatever order they come', () => {
  const compatible = some
    .map((all) =>
      all.reduce<Drawn[]>(
        (kept, one) => (kept.some((other) => exclude(other, one)) ? kept : [...kept, one]),
        [],
      ),
    )
    .chain((policies) => fc.tuple(fc.constant(policies), shuffledWith(policies)));
  fc.assert(
    fc.property(compatible, ([policies, order]) => {
      const commands = policies.map(commandOf);
      const [told, mixed] = [commands, order.map((number) => commands[number] as PublishPolicy)].map(
        recordedAs,
      );
      expect([told?.refused, mixed?.refused]).toEqual([[], []]);
      expect(inForceBy(mixed?.set as PolicySet)).toEqual(inForceBy(told?.set as PolicySet));
    }),
  );
});

it('at no time are two policies of one scope in force', () => {
  fc.assert(
    fc.property(some, (policies) => {
      const stretches = stretchesOf(recordedAs(policies.map(commandOf)).set);
      for (const [place, one] of stretches.entries()) {
        const sameScope = stretches.slice(place + 1).filter(({ gate }) => gate === one.gate);
        for (const later of sameScope) expect(one.until).toBeLessThanOrEqual(later.from);
      }
    }),
  );
});

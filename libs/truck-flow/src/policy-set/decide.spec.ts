import { specificationOf } from '#libs/event-sourcing/testing';
import { policySet } from './decide';
import type { PolicySetCommand } from './decide';
import type { PolicySetEvent, PolicyTold } from './events';
import { day, published, publishing, withdrawn } from './policy.fixture';
import { foldPolicySet } from './state';
import type { OrderClass } from '../gate-queue/order/rule';

const { given } = specificationOf(policySet, foldPolicySet);

const GATE = { gate: 'NORTH_GATE' };
const other = (changed: Partial<PolicyTold> = {}) => publishing({ policy: 'OTHER', ...changed });

describe('a policy', () => {
  it.each<[string, PolicySetEvent[], Partial<PolicyTold>, number]>([
    ['the first of its kind', [], {}, 1],
    ['its next version, which takes force later', [published()], { effectiveFrom: day(2) }, 2],
    ['a version after it was withdrawn', [published(), withdrawn(1, day(5))], { effectiveFrom: day(9) }, 2],
    ['another code from a later day on', [published()], { policy: 'OTHER', effectiveFrom: day(2) }, 1],
    [
      'one before a later one, and without an end',
      [published({ effectiveFrom: day(9) })],
      { policy: 'OTHER', effectiveFrom: day(2) },
      1,
    ],
    ['one of a gate beside one of all gates', [published()], { policy: 'OTHER', ...GATE }, 1],
    [
      'one in the place of one that never took force',
      [published(), withdrawn(1, day(1))],
      { policy: 'OTHER' },
      1,
    ],
    [
      'one from the end of another on',
      [published({ until: day(5) })],
      { policy: 'OTHER', effectiveFrom: day(5) },
      1,
    ],
  ])('is published: %s', (_rule, past, changed, version) => {
    given(...past)
      .when(publishing(changed))
      .then([published(changed, version)], []);
  });

  it('is one policy however often it is sent', () => {
    given(published()).when(publishing()).thenNothing();
    given(published(), published({ effectiveFrom: day(2) }, 2))
      .when({ ...publishing(), at: day(3) })
      .thenNothing();
  });

  it.each<[string, PolicySetEvent[], PolicySetCommand, string]>([
    ['two that begin together', [published()], other(), 'POLICY_OVERLAPS'],
    ['other values for the same time', [published()], publishing({ legalBasis: 'other' }), 'POLICY_OVERLAPS'],
    [
      'a beginning before the end that another names',
      [published({ until: day(5) })],
      other({ effectiveFrom: day(4) }),
      'POLICY_OVERLAPS',
    ],
    [
      'an end after the beginning of another',
      [published({ effectiveFrom: day(5) })],
      other({ until: day(6) }),
      'POLICY_OVERLAPS',
    ],
    [
      'a version that takes force earlier',
      [published({ effectiveFrom: day(5) })],
      publishing(),
      'POLICY_ALREADY_PUBLISHED',
    ],
    [
      'a version of another gate',
      [published()],
      publishing({ ...GATE, effectiveFrom: day(5) }),
      'POLICY_ALREADY_PUBLISHED',
    ],
    ['an end with its beginning', [], publishing({ until: day(1) }), 'EFFECTIVE_RANGE_EMPTY'],
  ])('is refused: %s', (_rule, past, command, code) => {
    given(...past)
      .when(command)
      .thenRejected(code);
  });

  it.each<[string, OrderClass[]]>([
    ['a last class that does not take the rest', [{ class: 'A', weight: 1, when: { cargoClass: ['DRY'] } }]],
    [
      'a class that takes the rest before the last',
      [
        { class: 'A', weight: 1 },
        { class: 'B', weight: 1 },
      ],
    ],
    [
      'a class before the last that names no list',
      [
        { class: 'A', weight: 1, when: {} },
        { class: 'B', weight: 1 },
      ],
    ],
    [
      'two classes of one name',
      [
        { class: 'A', weight: 1, when: { cargoClass: ['DRY'] } },
        { class: 'A', weight: 1 },
      ],
    ],
  ])('about the order is refused with %s', (_rule, classes) => {
    given()
      .when(publishing({ kind: 'QUEUE_ORDER', values: { classes, window: 1, requires: [] } }))
      .thenRejected('POLICY_VALUES_INVALID');
  });

  it('about a yard stands beside one about another yard of the gate', () => {
    const target = (yard: string) => ({
      kind: 'GATE_YARD_TARGET' as const,
      values: { yard, target: 40 },
      ...GATE,
    });
    given(published(target('YARD_A')))
      .when(other(target('YARD_B')))
      .then([published({ policy: 'OTHER', ...target('YARD_B') })]);
    given(published(target('YARD_A')))
      .when(other(target('YARD_A')))
      .thenRejected('POLICY_OVERLAPS');
  });
});

describe('a withdrawal', () => {
  const withdrawing = (more: object = {}): PolicySetCommand => ({
    kind: 'withdrawal',
    at: day(5),
    policy: 'CALLS',
    ...more,
  });

  it.each<[string, PolicySetEvent[], object, PolicySetEvent]>([
    ['from when it is told', [published()], {}, withdrawn(1, day(5))],
    ['from another time on', [published()], { effectiveFrom: day(8) }, withdrawn(1, day(8))],
    ['also a time that has passed', [published()], { effectiveFrom: day(2) }, withdrawn(1, day(2))],
    [
      'but not from before what it judged',
      [published()],
      { effectiveFrom: day(2), notBefore: day(4) },
      withdrawn(1, day(4)),
    ],
    ['and from later than that', [published()], { notBefore: day(4) }, withdrawn(1, day(5))],
    ['with every version', [published(), published({ effectiveFrom: day(9) }, 2)], {}, withdrawn(2, day(5))],
    ['naming its gate', [published(GATE)], {}, withdrawn(1, day(5), GATE)],
    ['earlier than it was withdrawn', [published(), withdrawn(1, day(8))], {}, withdrawn(1, day(5))],
  ])('ends a policy %s', (_rule, past, more, { type, data }) => {
    given(...past)
      .when(withdrawing(more))
      .then([{ type, data, eventTime: day(5) } as PolicySetEvent], []);
  });

  it.each<[string, PolicySetEvent[]]>([
    ['withdrawn', [published(), withdrawn(1, day(5))]],
    ['withdrawn from an earlier time on', [published(), withdrawn(1, day(4))]],
    ['over', [published({ until: day(3) })]],
  ])('of a policy that is %s says nothing new', (_state, past) => {
    given(...past)
      .when(withdrawing())
      .thenNothing();
  });

  it('of a policy that nobody published is refused', () => {
    given(published({ policy: 'OTHER' }))
      .when(withdrawing())
      .thenRejected('POLICY_NOT_FOUND');
  });
});

import type { EffectiveEvent } from '#libs/event-sourcing';
import type { PolicySetEvent } from './events';
import { historyOf } from './history';
import { day, published, withdrawn } from './policy.fixture';
import { foldPolicySet } from './state';

function endsOf(...events: readonly PolicySetEvent[]) {
  const set = foldPolicySet(events as unknown as readonly EffectiveEvent[]);
  return historyOf(set).map(({ data, until, endedBy }) => [data.policy, data.version, until, endedBy]);
}

describe('the history of the policies', () => {
  const later = published({ policy: 'OTHER', effectiveFrom: day(9) });

  it.each<[string, PolicySetEvent[], unknown[][]]>([
    ['nothing yet', [published()], [['CALLS', 1, undefined, undefined]]],
    ['its own end', [published({ until: day(5) })], [['CALLS', 1, day(5), 'UNTIL']]],
    [
      'a withdrawal',
      [published({ until: day(5) }), withdrawn(1, day(3))],
      [['CALLS', 1, day(3), 'WITHDRAWAL']],
    ],
    [
      'the first of several withdrawals',
      [published(), withdrawn(1, day(7)), withdrawn(1, day(3))],
      [['CALLS', 1, day(3), 'WITHDRAWAL']],
    ],
    [
      'a later policy',
      [published(), later],
      [
        ['CALLS', 1, day(9), 'LATER_POLICY'],
        ['OTHER', 1, undefined, undefined],
      ],
    ],
    [
      'its next version',
      [published(), published({ effectiveFrom: day(2) }, 2)],
      [
        ['CALLS', 1, day(2), 'LATER_POLICY'],
        ['CALLS', 2, undefined, undefined],
      ],
    ],
    [
      'nothing where the later one was withdrawn before it began',
      [published(), later, withdrawn(1, day(2), { policy: 'OTHER' })],
      [
        ['CALLS', 1, undefined, undefined],
        ['OTHER', 1, day(9), 'WITHDRAWAL'],
      ],
    ],
  ])('tells that a policy ends by %s', (_rule, events, expected) => {
    expect(endsOf(...events)).toEqual(expected);
  });
});

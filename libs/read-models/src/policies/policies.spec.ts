import { policy, withdrawal } from '../../testing/given-policies';
import { describeView } from '../../testing/view-specification';
import { policies } from './policies';

const AT = '2021-12-15T08:00:00+07:00';
const published = policy(AT);

function row(version: string, acts: unknown): Record<string, unknown> {
  return { id: 'ALL', version, acts };
}

describeView(policies, {
  'policySet.PolicyPublished.v1': ({ given }) =>
    given(policy(AT, { policy: 'OTHER', gate: 'NORTH_GATE' }))
      .when(published)
      .then([row('1', expect.stringMatching(/OTHER.*CALLS|CALLS.*OTHER/))]),
  'policySet.PolicyWithdrawn.v1': ({ given }) =>
    given(published)
      .when(withdrawal(published, '2021-12-20T08:00:00+07:00'))
      .then([row('1', expect.stringContaining('policySet.PolicyWithdrawn.v1'))]),
});

import { scopeOf } from './state';
import type { Policy, PolicySet } from './state';

/** A version of a policy with its end, as it was published or told, and what it ends by; undefined while nothing ends it. */
export interface PolicyHistory extends Omit<Policy, 'until'> {
  readonly until: string | undefined;
  readonly endedBy: 'UNTIL' | 'WITHDRAWAL' | 'LATER_POLICY' | undefined;
}

/** Every version that was ever published, ascending by its beginning; one withdrawn before that ends where it begins. */
export function historyOf({ policies, withdrawals }: PolicySet): PolicyHistory[] {
  return policies.map((policy, place) => {
    const { data, from } = policy;
    const later = policies.slice(place + 1).filter((one) => one.from < one.until);
    const next = later.find((one) => scopeOf(one.data) === scopeOf(data));
    const ends = [
      { until: data.until, endedBy: 'UNTIL' as const },
      ...withdrawals
        .filter((one) => one.policy === data.policy && data.version <= one.version)
        .map(({ effectiveFrom }) => ({ until: effectiveFrom, endedBy: 'WITHDRAWAL' as const })),
      { until: next?.data.effectiveFrom, endedBy: 'LATER_POLICY' as const },
    ];
    const first = ends
      .filter((end) => end.until !== undefined)
      .sort((a, b) => Date.parse(a.until ?? '') - Date.parse(b.until ?? ''))[0];
    const isEmpty = first?.until !== undefined && Date.parse(first.until) < from;
    return {
      data,
      from,
      until: isEmpty ? data.effectiveFrom : first?.until,
      endedBy: first?.endedBy,
    };
  });
}

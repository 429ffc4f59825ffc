import { stretchesOf } from '#libs/truck-flow';
import type { PolicyInForce, PolicySet } from '#libs/truck-flow';

/** Event times (`from` inclusive, `until` exclusive) at which two sets of policies may say otherwise, at a gate or at all. */
export interface ChangedRule {
  readonly gate?: string;
  readonly from: number;
  readonly until: number;
}

/** A stretch for every policy that is in force at another time than before. */
export function changedRules(before: PolicySet, after: PolicySet): ChangedRule[] {
  const known = new Map(stretchesOf(before).map((stretch) => [nameOf(stretch), stretch]));
  const changed: ChangedRule[] = [];
  for (const stretch of stretchesOf(after)) {
    const old = known.get(nameOf(stretch));
    known.delete(nameOf(stretch));
    if (old === undefined) changed.push(stretch);
    else if (old.until !== stretch.until) {
      const [from, until] = [old.until, stretch.until].sort((a, b) => a - b) as [number, number];
      changed.push({ ...stretch, from, until });
    }
  }
  return [...changed, ...known.values()];
}

function nameOf({ policy, version }: PolicyInForce): string {
  return `${version} ${policy}`;
}

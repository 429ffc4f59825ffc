import type { DatabaseSync } from 'node:sqlite';
import { statement } from '#libs/projections';
import { policyInForce, stretchesOf } from '#libs/truck-flow';
import type { PolicyInForce } from '#libs/truck-flow';
import { gateCodes } from '../../border-gates/border-gates-query';
import { policySetOf } from '../../policies/policies-in-force';
import type { CallJudgement } from './turn-times';

const ORDER = 'QUEUE_ORDER';

/** When the last call was made that was judged by a policy of the order of calls, in epoch milliseconds; undefined where none was. */
export function lastJudgedAt(db: DatabaseSync, policy: string): number | undefined {
  const stretches = stretchesOf(policySetOf(db)).filter((one) => one.policy === policy && one.kind === ORDER);
  const last = stretches.flatMap((stretch) =>
    (stretch.gate === undefined ? gateCodes(db) : [stretch.gate]).map((gate) => lastAt(db, gate, stretch)),
  );
  const found = last.filter((time) => time !== undefined);
  return found.length === 0 ? undefined : Math.max(...found);
}

function lastAt(
  db: DatabaseSync,
  gate: string,
  { policy, version, from, until }: PolicyInForce,
): number | undefined {
  const policies = policySetOf(db);
  const rows = statement(
    db,
    `SELECT went_at AS time, judged FROM gate_turns
     WHERE gate = :gate AND went_at >= :from AND went_at < :until
     ORDER BY went_at DESC, visit_id DESC, number DESC`,
  ).iterate({ gate, from, until });
  for (const { time, judged } of rows as unknown as Iterable<{ time: number; judged: string }>) {
    const { policyVersion } = JSON.parse(judged) as CallJudgement;
    if (policyVersion !== version.toString(10)) continue;
    // One of the gate goes before one of all gates, and may have the same version.
    if (policyInForce(policies, ORDER, { gate, at: time })?.policy === policy) return time;
  }
  return undefined;
}

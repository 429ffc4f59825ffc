/* Cache of where the round of an order was, so that only the calls since then are looked at again. */
import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { Gate, Round } from '#libs/truck-flow';
import { broughtToLine } from '../brought-places';
import { changedSince, lastChangeOfLine } from './line-changes';
import type { RuleInForce } from './rule-in-force';

/** The round after all calls before an instant in epoch milliseconds. */
export interface KeptRound {
  readonly before: number;
  readonly round: Round;
}

interface Kept {
  readonly gate: Gate;
  /** Log position that the line was shown at. */
  readonly position: number;
  /** Of the places that trucks brought from other gates since the rule began. */
  readonly brought: string;
  /** Ascending. */
  readonly rounds: readonly KeptRound[];
}

interface Line {
  readonly code: string;
  readonly gate: Gate;
  readonly rule: RuleInForce;
}

const MOST_LINES = 100;
const connections = new WeakMap<DatabaseSync, LRUCache<string, Kept>>();

/** The rounds of a line that still are what they were, and how the later ones are kept beside them. */
export function keptRounds(
  db: DatabaseSync,
  { code, gate, rule }: Line,
): { readonly rounds: readonly KeptRound[]; keep(later: readonly KeptRound[]): void } {
  const lines = linesOf(db);
  const key = [code, rule.policy, rule.version, rule.from].join(' ');
  // Before the rows: what comes between is seen as a change the next time.
  const position = lastChangeOfLine(db, code);
  const seen = { gate, position, brought: broughtToLine(db, code, rule.from) };
  const rounds = stillTrue(db, code, lines.get(key), seen);
  return {
    rounds,
    keep(later) {
      lines.set(key, { ...seen, rounds: [...rounds, ...later].sort((a, b) => a.before - b.before) });
    },
  };
}

function stillTrue(
  db: DatabaseSync,
  code: string,
  kept: Kept | undefined,
  { gate, position, brought }: Omit<Kept, 'rounds'>,
): readonly KeptRound[] {
  if (kept?.gate !== gate || kept.brought !== brought || kept.position > position) return [];
  if (kept.position === position) return kept.rounds;
  const changed = changedSince(db, code, kept.position);
  return kept.rounds.filter(({ before }) => before <= changed);
}

function linesOf(db: DatabaseSync): LRUCache<string, Kept> {
  let lines = connections.get(db);
  if (lines === undefined) {
    lines = new LRUCache({ max: MOST_LINES });
    connections.set(db, lines);
  }
  return lines;
}

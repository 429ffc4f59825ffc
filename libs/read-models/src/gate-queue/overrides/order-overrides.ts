import { GATE_QUEUE, foldQueue, overrideIn, STEPS, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Override, Step } from '#libs/truck-flow';
import type { BorderView } from '../../subjects/subject';

/** Who asked or answered, and when (RFC 3339, as it was reported; epoch milliseconds). */
export interface KeptWord {
  readonly sub: string;
  readonly agency: string;
  readonly at: string;
  readonly time: number;
}

/** An override as its row keeps it. */
export interface KeptOverride {
  readonly reason: string;
  readonly legalBasis: string;
  readonly requested: KeptWord;
  readonly confirmed?: KeptWord;
  readonly rejected?: KeptWord;
}

/** Every override of the order of a gate, a row each; and the steps that went by one. */
export const orderOverrides: BorderView = {
  name: 'order-overrides',
  version: 1,
  types: [...GATE_QUEUE.types, STEPS['call-forward'], STEPS['vehicle-change'], VISIT_CORRECTED],
  schema: `
    CREATE TABLE order_overrides (
      override TEXT PRIMARY KEY,
      gate TEXT NOT NULL,
      requested_at INTEGER NOT NULL,
      visit_id TEXT NOT NULL,
      override_text TEXT NOT NULL
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX order_overrides_at_gate ON order_overrides (gate, requested_at, override);
    CREATE TABLE order_overrides_used (
      visit INTEGER NOT NULL,
      override TEXT NOT NULL,
      used_at INTEGER NOT NULL,
      PRIMARY KEY (override, visit)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX order_overrides_used_by ON order_overrides_used (visit);`,
  writer(db) {
    const write = db.prepare(
      `INSERT INTO order_overrides VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET override_text = excluded.override_text
       WHERE override_text IS NOT excluded.override_text`,
    );
    const removeUse = db.prepare('DELETE FROM order_overrides_used WHERE visit = ?');
    const writeUse = db.prepare('INSERT OR IGNORE INTO order_overrides_used VALUES (?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category === 'truckVisit') {
          removeUse.run(subject.number);
          for (const { override, time } of usesIn(subject.steps))
            writeUse.run(subject.number, override, time);
        }
        if (subject.category !== 'gateQueue') return;
        const queue = foldQueue(subject.effective);
        for (const id of Object.keys(queue)) {
          const override = overrideIn(queue, id);
          if (override === undefined) continue;
          const { time, data } = override.requested;
          write.run(id, subject.id, time, data.visitId, JSON.stringify(kept(override)));
        }
      },
    };
  },
};

function usesIn(steps: readonly Step[]): { readonly override: string; readonly time: number }[] {
  return steps.flatMap(({ data, time }) => {
    const { override } = data as { readonly override?: string };
    return override === undefined ? [] : [{ override, time }];
  });
}

function kept({ requested, confirmed, rejected }: Override): KeptOverride {
  const { reason, legalBasis, requestedBy } = requested.data;
  return {
    reason,
    legalBasis,
    requested: word(requestedBy, requested),
    ...(confirmed && { confirmed: word(confirmed.data.confirmedBy, confirmed) }),
    ...(rejected && { rejected: word(rejected.data.rejectedBy, rejected) }),
  };
}

function word(
  { sub, agency }: { readonly sub: string; readonly agency: string },
  { at, time }: { readonly at: string; readonly time: number },
): KeptWord {
  return { sub, agency, at, time };
}

import { ACTS, GATE_CORRECTED } from '#libs/truck-flow';
import { actsText, versionOf } from '../places/acts-text';
import { policies } from '../policies/policies';
import type { BorderView } from '../subjects/subject';

/** Every gate with its effective acts, so that a query can ask the folded gate about any instant. */
export const borderGates: BorderView = {
  name: 'border-gates',
  version: 1,
  types: [...Object.values(ACTS), GATE_CORRECTED],
  schema: `
    CREATE TABLE border_gates (
      gate TEXT PRIMARY KEY,
      version TEXT NOT NULL,
      acts TEXT NOT NULL
    ) STRICT;`,
  // Who reads a gate reads the policies in force at it.
  beside: [policies],
  writer(db) {
    const write = db.prepare(
      `INSERT INTO border_gates VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET version = excluded.version, acts = excluded.acts`,
    );
    return {
      replace(subject) {
        if (subject.category !== 'borderGate') return;
        write.run(subject.id, versionOf(subject.recorded), actsText(subject.effective));
      },
    };
  },
};

import type { EffectiveEvent } from '#libs/event-sourcing';
import { foldYard, YARD } from '#libs/truck-flow';
import { actsText, versionOf } from '../places/acts-text';
import type { BorderView } from '../subjects/subject';

/** Every yard with its effective acts: capacity and tenure over time. */
export const yards: BorderView = {
  name: 'yards',
  version: 2,
  types: YARD.types,
  schema: `
    CREATE TABLE yards (
      yard TEXT PRIMARY KEY,
      version TEXT NOT NULL,
      gate TEXT,
      acts TEXT NOT NULL
    ) STRICT;
    CREATE INDEX yards_of_gate ON yards (gate, yard);`,
  writer(db) {
    const write = db.prepare(
      `INSERT INTO yards VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET version = excluded.version, gate = excluded.gate, acts = excluded.acts`,
    );
    return {
      replace(subject) {
        if (subject.category !== 'yard') return;
        const { id, recorded, effective } = subject;
        write.run(id, versionOf(recorded), gateOf(effective), actsText(effective));
      },
    };
  },
};

/** The gate a yard is registered for, null while nobody registered it. */
function gateOf(acts: readonly EffectiveEvent[]): string | null {
  return foldYard(acts).registered?.data.gate ?? null;
}

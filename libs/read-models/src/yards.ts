import { YARD_CORRECTED } from '#libs/truck-flow';
import { actsText, versionOf } from './acts-text';
import type { View } from './view';

/** Every yard with its effective acts: capacity and tenure over time. */
export const yards: View = {
  name: 'yards',
  version: 1,
  types: ['yard.YardRegistered.v1', 'yard.YardCapacityChanged.v1', YARD_CORRECTED],
  schema: `
    CREATE TABLE yards (
      yard TEXT PRIMARY KEY,
      version TEXT NOT NULL,
      acts TEXT NOT NULL
    ) STRICT;`,
  writer(db) {
    const write = db.prepare(
      `INSERT INTO yards VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET version = excluded.version, acts = excluded.acts`,
    );
    return {
      replace(subject) {
        if (subject.category !== 'yard') return;
        write.run(subject.id, versionOf(subject.recorded), actsText(subject.effective));
      },
    };
  },
};

import { TARIFF } from '#libs/truck-flow';
import { actsText, versionOf } from '../places/acts-text';
import type { BorderView } from '../subjects/subject';

/** Every tariff that was published, read folded. */
export const tariffs: BorderView = {
  name: 'tariffs',
  version: 1,
  types: TARIFF.types,
  schema: `
    CREATE TABLE tariffs (
      tariffs TEXT PRIMARY KEY,
      version TEXT NOT NULL,
      acts TEXT NOT NULL
    ) STRICT;`,
  writer(db) {
    const write = db.prepare(
      `INSERT INTO tariffs VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET version = excluded.version, acts = excluded.acts`,
    );
    return {
      replace(subject) {
        if (subject.category !== 'tariff') return;
        const { id, recorded, effective } = subject;
        write.run(id, versionOf(recorded), actsText(effective));
      },
    };
  },
};

import { ALL_POLICIES, POLICY_SET } from '#libs/truck-flow';
import { actsText, versionOf } from '../places/acts-text';
import type { BorderView } from '../subjects/subject';

/** All policies with their effective history, in one row, so that a query can ask the folded set about any instant. */
export const policies: BorderView = {
  name: 'policies',
  version: 1,
  types: POLICY_SET.types,
  schema: `
    CREATE TABLE policies (
      id TEXT PRIMARY KEY CHECK (id = '${ALL_POLICIES}'),
      version TEXT NOT NULL,
      acts TEXT NOT NULL
    ) STRICT;`,
  writer(db) {
    const write = db.prepare('REPLACE INTO policies VALUES (?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category !== 'policySet') return;
        write.run(subject.id, versionOf(subject.recorded), actsText(subject.effective));
      },
    };
  },
};

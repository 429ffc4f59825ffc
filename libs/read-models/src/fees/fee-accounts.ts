import { FEE_ACCOUNT } from '#libs/truck-flow';
import { actsText } from '../places/acts-text';
import type { BorderView } from '../subjects/subject';

/** What was paid and waived of each visit. */
export const feeAccounts: BorderView = {
  name: 'fee-accounts',
  version: 1,
  types: FEE_ACCOUNT.types,
  schema: `
    CREATE TABLE fee_accounts (
      visit_id TEXT PRIMARY KEY,
      acts TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;`,
  writer(db) {
    const write = db.prepare(
      'INSERT INTO fee_accounts VALUES (?, ?) ON CONFLICT DO UPDATE SET acts = excluded.acts',
    );
    return {
      replace(subject) {
        if (subject.category !== 'feeAccount') return;
        write.run(subject.id, actsText(subject.effective));
      },
    };
  },
};

import { LEGAL_BASIS, foldLegalBasis } from '#libs/truck-flow';
import type { BorderView } from '../subjects/subject';

/** Every registered legal basis. */
export const legalBases: BorderView = {
  name: 'legal-bases',
  version: 1,
  types: LEGAL_BASIS.types,
  schema: `
    CREATE TABLE legal_bases (
      number TEXT PRIMARY KEY,
      date TEXT NOT NULL,
      issuer TEXT NOT NULL,
      title TEXT NOT NULL,
      valid_from TEXT NOT NULL,
      valid_to TEXT
    ) WITHOUT ROWID, STRICT;`,
  writer(db) {
    const write = db.prepare('REPLACE INTO legal_bases VALUES (?, ?, ?, ?, ?, ?)');
    return {
      replace(subject) {
        if (subject.category !== 'legalBasis') return;
        const { registered } = foldLegalBasis(subject.effective);
        if (registered === undefined) return;
        const { number, date, issuer, title, validFrom, validTo = null } = registered.data;
        write.run(number, date, issuer, title, validFrom, validTo);
      },
    };
  },
};

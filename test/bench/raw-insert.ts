import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { join } from 'node:path';
import { contextTextOf, storableText } from '#libs/event-sourcing';
import { TABLES } from '../../libs/event-store-sqlite/src/layout';
import type { NextAppend } from './active-streams';

const HASH = 'c0ffee'.padEnd(64, '0');
const RECORD_TIME = '2021-12-15T00:00:00.000Z';

type Row = readonly (string | number | null)[];

/**
 * The raw engine: the store's own table, all texts ready, one thread, one transaction for everything. It checks
 * nothing, hashes nothing and answers nobody, so no store on this engine can be faster. Its cache holds a transaction.
 */
export class RawInsert {
  private readonly db: DatabaseSync;
  private readonly insert: StatementSync;
  private position = 0;

  constructor(directory: string) {
    this.db = new DatabaseSync(join(directory, 'raw.db'));
    this.db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
       PRAGMA cache_size = -131072; ${TABLES}`,
    );
    this.insert = this.db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  }

  /** Inserts the same rows as the store would; a rate per second, the commit included. */
  rate(appends: readonly NextAppend[]): number {
    const rows = appends.map((append) => this.rowOf(append));
    const begin = performance.now();
    this.db.exec('BEGIN IMMEDIATE');
    for (const row of rows) this.insert.run(...row);
    this.db.exec('COMMIT');
    const elapsed = performance.now() - begin;
    this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return (rows.length / elapsed) * 1000;
  }

  close(): void {
    this.db.close();
  }

  private rowOf({ streamNumber, revision, event }: NextAppend): Row {
    const { type, eventId, metadata, data } = event;
    const texts = [
      type,
      eventId,
      metadata.eventTime,
      RECORD_TIME,
      contextTextOf(metadata),
      storableText(data),
    ];
    return [this.position++, streamNumber, revision, ...texts, revision === 0 ? null : HASH, HASH];
  }
}

import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Listing, TablePage } from './table';

/** Rows that are in memory at a time while a list is written. */
const ROWS_AT_ONCE = 500;

/** The client went away while its list was written. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

interface Walked {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  /** To the end of the list, else one part of `limit` rows. */
  readonly whole: boolean;
  readonly isGone: () => boolean;
}

/** A list read part by part from one moment of the views. Others get their turn between the parts. */
export class TableWalk<Row> {
  /** Where the list goes on behind what was walked; null at its end. */
  nextCursor: string | null = null;

  constructor(
    private readonly listing: Listing<Row>,
    private readonly db: DatabaseSync,
    private readonly walked: Walked,
  ) {}

  /** @throws ClientGone, and what the list's own page throws. */
  async *pages(): AsyncGenerator<readonly Row[], void> {
    const { whole, limit = ROWS_AT_ONCE } = this.walked;
    let cursor = this.walked.cursor ?? null;
    do {
      const { items, nextCursor = null } = await this.part(whole ? ROWS_AT_ONCE : limit, cursor);
      yield items;
      cursor = nextCursor;
      await nextTurn();
    } while (whole && cursor !== null);
    this.nextCursor = cursor;
  }

  private async part(limit: number, cursor: string | null): Promise<TablePage<Row>> {
    if (this.walked.isGone()) throw new ClientGone('nobody reads this list');
    const read = this.listing.page(this.db, { limit, ...(cursor === null ? {} : { cursor }) });
    return this.listing.completed === undefined ? read : this.listing.completed(read);
  }
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What a command asked for, told by its hash, and the first event that recorded it. */
interface RecordedRequest {
  readonly requestHash: string;
  readonly position: number;
}

/** So many commands stay in memory while one append follows the other, about 6 MB. */
const IN_MEMORY = 32_768;
/** So many go to the table at once, in its order: few pages for many rows. */
const AT_ONCE = 2_048;
/** Fewer are not worth a transaction of their own. */
const WORTH_MOVING = 512;
/** Rows of the table that are noted in the filter at once. */
const FILTER_PAGE = 20_000;
/** 1 MiB: beside a million commands one new one in 20 is looked up for nothing. */
const FILTER_BITS = 2 ** 23;
const UUID_LENGTH = 36;

/** A UUID as its 16 bytes, any other text as it is. */
const keyOf = (text: string): string => `coalesce(unhex(${text}, '-'), CAST(${text} AS BLOB))`;
const fieldOf = (index: number): string =>
  `CASE WHEN json_valid(context) THEN context ->> '$[${index}]' ELSE '' END`;
const COMMAND_ID = fieldOf(4);
const REQUEST_HASH = fieldOf(6);

const STATEMENTS = {
  filterPage: `SELECT hex(command_id) AS id FROM request WHERE command_id > unhex(?) ORDER BY command_id LIMIT ${FILTER_PAGE}`,
  selectIndexed: 'SELECT position FROM request_index',
  find: `SELECT ${COMMAND_ID} AS commandId, ${REQUEST_HASH} AS requestHash FROM request r
         CROSS JOIN event e ON e.position = r.position WHERE r.command_id = ${keyOf('?1')}`,
  read: `SELECT ${COMMAND_ID} AS commandId, ${REQUEST_HASH} AS requestHash, position FROM event
         WHERE position > ? ORDER BY position`,
  insert: `INSERT OR IGNORE INTO request VALUES (${keyOf('?1')}, ?2)`,
  index: `INSERT OR IGNORE INTO request
          SELECT ${keyOf('id')}, min(position) FROM (SELECT ${COMMAND_ID} AS id, position FROM event WHERE position > ?)
          GROUP BY 1`,
  setIndexed:
    'INSERT INTO request_index VALUES (1, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
};

/**
 * Which request every command of the log was, so that one idempotency key never records two: looked at and kept up to
 * date in the transaction of each append. A log of an older program is indexed once, when it is opened; what such a
 * program appended since is indexed then too.
 */
export class RecordedRequests {
  /** Of the commands after those in the table. Dropped when a transaction fails. */
  private recent: Map<string, RecordedRequest> | null = null;
  private readonly filter = new CommandFilter();
  /** The last key of the table that the filter has; null when it has all. */
  private filtered: string | null = '';
  private readonly statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  /** `last`: position of the last event, -1 when there is none. `inMemory`: how many commands may be kept there. */
  constructor(
    private readonly db: DatabaseSync,
    last: number,
    private readonly inMemory = IN_MEMORY,
  ) {
    const names = Object.keys(STATEMENTS) as (keyof typeof STATEMENTS)[];
    const prepared = names.map((name) => [name, db.prepare(STATEMENTS[name])] as const);
    this.statements = Object.fromEntries(prepared) as Record<keyof typeof STATEMENTS, StatementSync>;
    if (this.indexed > last || last - this.indexed > inMemory) this.indexAnew(last);
    this.gatherFilter();
  }

  /** First of all in a transaction. */
  begin(): void {
    this.recent ??= this.readRecent();
  }

  /** Notes the command whose first event gets this position. False: another request stands under its id. */
  take(request: { readonly commandId: string; readonly requestHash: string }, position: number): boolean {
    const { commandId, requestHash } = request;
    const known = this.recent?.get(commandId) ?? this.find(commandId);
    if (known === undefined) this.recent?.set(commandId, { requestHash, position });
    return known === undefined || known.requestHash === requestHash;
  }

  /** Last of all in a transaction, which has come to this position. */
  end(position: number): void {
    if (this.recent !== null && this.recent.size >= this.inMemory) this.move(this.recent, position);
  }

  /** Does some of what is better done when nobody appends. True while there is more. @throws Error of the engine */
  rest(position: number): boolean {
    if (this.gatherFilter()) return true;
    if (this.recent === null || this.recent.size < WORTH_MOVING) return false;
    this.db.exec('BEGIN IMMEDIATE');
    this.move(this.recent, position);
    this.db.exec('COMMIT');
    return this.recent.size >= WORTH_MOVING;
  }

  /** The transaction failed: what was noted in it is not in the log. */
  forget(): void {
    this.recent = null;
  }

  private get indexed(): number {
    return (this.statements.selectIndexed.get()?.['position'] as number | undefined) ?? -1;
  }

  /** Moves the first commands to the table; the log has come to `position`. */
  private move(recent: Map<string, RecordedRequest>, position: number): void {
    const first: [string, RecordedRequest][] = [];
    for (const entry of recent) if (first.push(entry) === AT_ONCE) break;
    first.sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [commandId, request] of first) {
      this.statements.insert.run(commandId, request.position);
      this.filter.add(commandId);
      recent.delete(commandId);
    }
    const [next] = recent.values();
    this.statements.setIndexed.run(next === undefined ? position : next.position - 1);
  }

  /** True while there is more. */
  private gatherFilter(): boolean {
    if (this.filtered === null) return false;
    const rows = this.statements.filterPage.all(this.filtered) as { readonly id: string }[];
    for (const { id } of rows) this.filter.add(id);
    this.filtered = rows.length < FILTER_PAGE ? null : (rows.at(-1)?.id ?? null);
    return this.filtered !== null;
  }

  private find(commandId: string): { readonly requestHash: string } | undefined {
    const isFiltered = this.filtered === null && commandId.length === UUID_LENGTH;
    if (isFiltered && !this.filter.mayHold(commandId)) return undefined;
    const found = this.statements.find.get(commandId) as
      { readonly commandId: string; readonly requestHash: string } | undefined;
    return found?.commandId === commandId ? found : undefined;
  }

  private readRecent(): Map<string, RecordedRequest> {
    const recent = new Map<string, RecordedRequest>();
    for (const row of this.statements.read.iterate(this.indexed)) {
      const { commandId, requestHash, position } = row as unknown as RecordedRequest & { commandId: string };
      if (!recent.has(commandId)) recent.set(commandId, { requestHash, position });
    }
    return recent;
  }

  /** A log that is shorter than its index was cut off: nothing of the index counts. */
  private indexAnew(last: number): void {
    this.db.exec('BEGIN IMMEDIATE');
    if (this.indexed > last) this.db.exec('DELETE FROM request; DELETE FROM request_index');
    this.statements.index.run(this.indexed);
    this.statements.setIndexed.run(last);
    this.db.exec('COMMIT');
  }
}

/** Which command ids the table may hold. Their first 32 bits, which are hashes, lead to two bits of the filter. */
class CommandFilter {
  private readonly words = new Uint32Array(FILTER_BITS / 32);

  /** The id with or without hyphens, in either case. */
  add(commandId: string): void {
    for (const bit of bitsOf(commandId))
      this.words[bit >>> 5] = (this.words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  mayHold(commandId: string): boolean {
    return bitsOf(commandId).every((bit) => ((this.words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0);
  }
}

function bitsOf(commandId: string): readonly number[] {
  const hash = parseInt(commandId.slice(0, 8), 16);
  return [hash & (FILTER_BITS - 1), (Math.imul(hash, 0x9e3779b1) >>> 9) & (FILTER_BITS - 1)];
}

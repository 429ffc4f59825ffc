/* Idempotency index: which request each command id was recorded for. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CommandKeys, keyOf, KeyFilter } from './command-keys';

/** A command, and the hash of what it asked for. */
interface RecordedRequest {
  readonly commandId: string;
  readonly requestHash: string;
}

/** Commands kept in memory while one append follows the other, and as many on their way to the table: 4 MB. */
const IN_MEMORY = 65_536;
/** The least number that an append takes along to the table, and no fewer than it records. */
const WITH_AN_APPEND = 128;
/** How many go to the table in a transaction of their own; fewer than a quarter are not worth one. */
const AT_REST = 2_048;
const WORTH_MOVING = AT_REST / 4;
/** Rows of the table that are noted in the filter at once. */
const FILTER_PAGE = 20_000;

const fieldOf = (index: number): string =>
  `CASE WHEN json_valid(context) THEN context ->> '$[${index}]' ELSE '' END`;
const REQUEST = `${fieldOf(4)} AS commandId, ${fieldOf(6)} AS requestHash`;

const STATEMENTS = {
  filterPage: `SELECT key FROM command WHERE key > ? ORDER BY key LIMIT ${FILTER_PAGE}`,
  selectIndexed: 'SELECT position FROM command_index',
  at: `SELECT ${REQUEST} FROM event WHERE position = ?`,
  find: `SELECT ${REQUEST} FROM command c CROSS JOIN event e ON e.position = c.position
         WHERE c.key = ? ORDER BY c.position`,
  read: `SELECT ${REQUEST}, position FROM event WHERE position > ? ORDER BY position`,
  insert: 'INSERT OR IGNORE INTO command VALUES (?, ?)',
  setIndexed:
    'INSERT INTO command_index VALUES (1, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
};

/**
 * Which request every command of the log was, so that one idempotency key never records two: looked at and kept up to
 * date in the transaction of each append. Memory and table hold only a key of each command and its position; the
 * event at that position decides, so a key too many does no harm. A log of an older program is indexed once, when it
 * is opened; what such a program appended since is indexed then too.
 */
export class RecordedRequests {
  /** Of the commands after those in the table and on their way to it. Dropped when a transaction fails. */
  private recent: CommandKeys | null = null;
  private move: Move | null = null;
  private taken = 0;
  private readonly filter = new KeyFilter();
  /** The last key of the table that the filter has; null when it has all. */
  private filtered: number | null = -1;
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
    this.taken = 0;
  }

  /** Notes the command whose first event gets this position. False: another request is recorded under its id. */
  take(request: RecordedRequest, position: number): boolean {
    const key = keyOf(request.commandId);
    const known = this.find(key, request.commandId);
    if (known !== undefined) return known.requestHash === request.requestHash;
    this.recent?.add(key, position);
    this.taken += 1;
    return true;
  }

  /** The last call of a transaction that ends at this position. */
  end(position: number): void {
    if (this.recent === null) return;
    if (this.move === null && this.recent.size >= this.inMemory) this.beginMove(this.recent, position);
    this.goOn(Math.max(this.taken, WITH_AN_APPEND));
  }

  /** Does some of what is better done when nobody appends. True while there is more. @throws Error of the engine */
  rest(position: number): boolean {
    if (this.gatherFilter()) return true;
    if (this.move === null) {
      if (this.recent === null || this.recent.size < WORTH_MOVING) return false;
      this.beginMove(this.recent, position);
    }
    this.db.exec('BEGIN IMMEDIATE');
    this.goOn(AT_REST);
    this.db.exec('COMMIT');
    return this.move !== null;
  }

  /** The transaction failed: what was noted and moved in it is not in the log. */
  forget(): void {
    this.recent = null;
    this.move = null;
  }

  private get indexed(): number {
    return (this.statements.selectIndexed.get()?.['position'] as number | undefined) ?? -1;
  }

  private beginMove(keys: CommandKeys, upTo: number): void {
    this.move = { keys, upTo, done: 0 };
    this.recent = new CommandKeys(this.inMemory);
  }

  /** Takes that many commands of the move to the table. */
  private goOn(count: number): void {
    const { move } = this;
    if (move === null) return;
    for (let left = count; left > 0 && move.done < move.keys.slots; move.done++) {
      const entry = move.keys.at(move.done);
      if (entry === undefined) continue;
      this.statements.insert.run(entry.key, entry.position);
      this.filter.add(entry.key);
      left -= 1;
    }
    if (move.done < move.keys.slots) return;
    this.statements.setIndexed.run(move.upTo);
    this.move = null;
  }

  /** True while there is more. */
  private gatherFilter(): boolean {
    if (this.filtered === null) return false;
    const rows = this.statements.filterPage.all(this.filtered) as { readonly key: number }[];
    for (const { key } of rows) this.filter.add(key);
    this.filtered = rows.length < FILTER_PAGE ? null : (rows.at(-1)?.key ?? null);
    return this.filtered !== null;
  }

  private find(key: number, commandId: string): RecordedRequest | undefined {
    for (const keys of [this.move?.keys, this.recent]) {
      for (const position of keys?.positionsOf(key) ?? []) {
        const stored = this.statements.at.get(position) as RecordedRequest | undefined;
        if (stored?.commandId === commandId) return stored;
      }
    }
    if (this.filtered === null && !this.filter.mayHold(key)) return undefined;
    const rows = this.statements.find.all(key) as unknown as RecordedRequest[];
    return rows.find((row) => row.commandId === commandId);
  }

  private readRecent(): CommandKeys {
    const recent = new CommandKeys(this.inMemory);
    let before = '';
    for (const row of this.statements.read.iterate(this.indexed)) {
      const { commandId, position } = row as unknown as RecordedRequest & { readonly position: number };
      if (commandId !== before) recent.add(keyOf(commandId), position);
      before = commandId;
    }
    return recent;
  }

  /** A log that is shorter than its index was cut off: nothing of the index counts. */
  private indexAnew(last: number): void {
    this.db.exec('BEGIN IMMEDIATE');
    if (this.indexed > last) this.db.exec('DELETE FROM command; DELETE FROM command_index');
    this.beginMove(this.readRecent(), last);
    this.goOn(Infinity);
    this.db.exec('COMMIT');
  }
}

/** Commands on their way to the table, which holds every command up to the position when all of them are there. */
interface Move {
  readonly keys: CommandKeys;
  readonly upTo: number;
  done: number;
}

import type { DatabaseSync } from 'node:sqlite';
import type { Category, EventMetadata } from '#libs/event-sourcing';
import { statement } from '../sql/statements';
import type { Subject, View } from '../catalogue/view';

/**
 * What each recorded command asked for, so that an idempotency key is recognised on another stream. Nearly all keys
 * are new, so `RecordedKeys` is asked first. Two requests that raced under one key have both their rows. Events of
 * protocols between streams are left out: they are written to other streams on behalf of a command.
 */
export function commandsOf(categories: readonly Category[]): View {
  const types = categories.flatMap((category) => category.types);
  const shown = new Set(types);
  return {
    name: 'commands',
    version: 2,
    types,
    schema: `
    CREATE TABLE commands (
      command_id BLOB NOT NULL,
      request_hash BLOB NOT NULL,
      PRIMARY KEY (command_id, request_hash)
    ) WITHOUT ROWID, STRICT;`,
    writer(db) {
      const write = db.prepare('INSERT INTO commands VALUES (?, ?) ON CONFLICT DO NOTHING');
      return {
        replace({ recorded }) {
          // From the newest back to the first whose row is there: those before it are older still.
          for (const { commandId, requestHash } of newestFirst(recorded, shown)) {
            if (write.run(bytesOf(commandId), Buffer.from(requestHash, 'hex')).changes === 0) return;
          }
        },
      };
    },
  };
}

/** The metadata of one event of each command; the events of a command are next to each other. */
function* newestFirst(recorded: Subject['recorded'], shown: ReadonlySet<string>): Generator<EventMetadata> {
  let last = '';
  for (const { type, metadata } of recorded.toReversed()) {
    if (!shown.has(type)) continue;
    if (metadata.commandId !== last) yield metadata;
    last = metadata.commandId;
  }
}

/** Was this command recorded, but for another request? As far as the view has come. */
export function isKeyReused(db: DatabaseSync, commandId: string, requestHash: string): boolean {
  const rows = statement(db, 'SELECT request_hash FROM commands WHERE command_id = ?').all(
    bytesOf(commandId),
  );
  if (rows.length === 0) return false;
  const own = Buffer.from(requestHash, 'hex');
  return rows.every((row) => !own.equals(row['request_hash'] as Uint8Array));
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

import type { DatabaseSync } from 'node:sqlite';
import type { EventMetadata } from '#libs/event-sourcing';
import { SHOWN_CATEGORIES } from '#libs/truck-flow';
import { statement } from '../projections/statements';
import type { Subject, View } from '../projections/view';

const TYPES = new Set<string>(SHOWN_CATEGORIES.flatMap(({ types }) => types));

/**
 * What each recorded command asked for, so that an idempotency key is recognised on another stream. Nearly all keys
 * are new, so `RecordedKeys` is asked first. Two requests that raced under one key have both their rows. Events of
 * the claims protocol are left out: they are written to other visits' streams on behalf of a command.
 */
export const commands: View = {
  name: 'commands',
  version: 2,
  types: [...TYPES],
  schema: `
    CREATE TABLE commands (
      command_id BLOB NOT NULL,
      request_hash BLOB NOT NULL,
      PRIMARY KEY (command_id, request_hash)
    ) WITHOUT ROWID, STRICT;`,
  writer(db) {
    const write = db.prepare('INSERT INTO commands VALUES (?, ?) ON CONFLICT DO NOTHING');
    return {
      replace(subject) {
        // From the newest back to the first whose row stands: those before it are older still.
        for (const { commandId, requestHash } of newestFirst(subject)) {
          if (write.run(bytesOf(commandId), Buffer.from(requestHash, 'hex')).changes === 0) return;
        }
      },
    };
  },
};

/** The metadata of one event of each command; the events of a command stand next to each other. */
function* newestFirst({ recorded }: Subject): Generator<EventMetadata> {
  let last = '';
  for (const { type, metadata } of recorded.toReversed()) {
    if (!TYPES.has(type)) continue;
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

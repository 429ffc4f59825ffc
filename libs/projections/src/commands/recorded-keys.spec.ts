import { DatabaseSync } from 'node:sqlite';
import { commandIdOf } from '#libs/event-sourcing';
import { commands } from '../../../read-models/src/catalogue/commands';
import { RecordedKeys } from './recorded-keys';

const known = commandIdOf('operator-17', 'known');
const strange = commandIdOf('operator-17', 'strange');

/** A generation of views that shows the commands of these keys. */
function generationWith(ids: readonly string[]): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  db.exec(commands.schema);
  const insert = db.prepare('INSERT INTO commands VALUES (unhex(?), ?)');
  db.exec('BEGIN');
  for (const id of ids) insert.run(id.replaceAll('-', ''), new Uint8Array(32));
  db.exec('COMMIT');
  return db;
}

function idsOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => commandIdOf('operator-17', `${prefix} ${index}`));
}

describe('recorded keys', () => {
  it('may be any until a generation was read, then only those that stand in it', () => {
    const keys = new RecordedKeys();
    expect(keys.mayHold(strange)).toBe(true);
    expect(keys.gather(generationWith([known]))).toBe(false);
    expect(keys.mayHold(known)).toBe(true);
    expect(keys.mayHold(strange)).toBe(false);
  });

  it('are read a page at a time, and not told before the last', () => {
    const ids = idsOf('page', 40_000);
    const db = generationWith(ids);
    const keys = new RecordedKeys();
    expect(keys.gather(db)).toBe(true);
    expect(keys.mayHold(strange)).toBe(true);
    while (keys.gather(db));
    expect(ids.every((id) => keys.mayHold(id))).toBe(true);
    expect(idsOf('other', 40_000).filter((id) => keys.mayHold(id))).toEqual([]);
  });

  it('are seen by other threads as soon as they are added', () => {
    const keys = new RecordedKeys();
    keys.gather(generationWith([]));
    const elsewhere = new RecordedKeys(keys.memory);
    expect(elsewhere.mayHold(known)).toBe(false);
    keys.add(known);
    expect(elsewhere.mayHold(known)).toBe(true);
    expect(elsewhere.mayHold(strange)).toBe(false);
  });

  it('are read anew when another generation is live', () => {
    const keys = new RecordedKeys();
    const db = generationWith([]);
    keys.gather(db);
    keys.gather(db);
    expect(keys.mayHold(strange)).toBe(false);
    const next = generationWith(idsOf('page', 20_000));
    expect(keys.gather(next)).toBe(true);
    expect(keys.mayHold(strange)).toBe(true);
    expect(keys.gather(next)).toBe(false);
    expect(keys.mayHold(strange)).toBe(false);
  });
});

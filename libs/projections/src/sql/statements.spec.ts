import { DatabaseSync } from 'node:sqlite';
import { rowWriter } from './statements';

const COLUMNS = { key: 'visit', indexed: ['gate', 'left_at'], others: ['stage', 'yard'] };

describe('a row writer', () => {
  let db: DatabaseSync;
  const rows = () =>
    db.prepare('SELECT visit, gate, left_at, stage, yard FROM board').all().map(Object.values);
  const atGate = (gate: string) =>
    db.prepare('SELECT visit FROM board INDEXED BY at_gate WHERE gate = ?').all(gate).length;
  const changes = () => db.prepare('SELECT total_changes() AS n').get()?.['n'];

  beforeEach(() => {
    db = new DatabaseSync(':memory:');
    db.exec(
      `CREATE TABLE board (visit INTEGER PRIMARY KEY, gate TEXT, left_at INTEGER, stage TEXT, yard TEXT) STRICT;
       CREATE INDEX at_gate ON board (gate, left_at)`,
    );
  });

  it('inserts a row, changes it in place, and moves it in the index', () => {
    const write = rowWriter(db, 'board', COLUMNS);
    write(1, 'NORTH_GATE', 9, 'ARRIVED', null);
    expect(rows()).toEqual([[1, 'NORTH_GATE', 9, 'ARRIVED', null]]);
    write(1, 'NORTH_GATE', 9, 'CROSSED', 'NORTH_YARD');
    expect(rows()).toEqual([[1, 'NORTH_GATE', 9, 'CROSSED', 'NORTH_YARD']]);
    write(1, 'SOUTH_GATE', 8, 'CROSSED', null);
    expect(rows()).toEqual([[1, 'SOUTH_GATE', 8, 'CROSSED', null]]);
    expect([atGate('NORTH_GATE'), atGate('SOUTH_GATE')]).toEqual([0, 1]);
  });

  it('touches nothing when it says nothing new', () => {
    const write = rowWriter(db, 'board', COLUMNS);
    write(1, 'NORTH_GATE', 9, 'ARRIVED', null);
    const before = changes();
    write(1, 'NORTH_GATE', 9, 'ARRIVED', null);
    expect(changes()).toBe(before);
  });
});

import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { fastify } from 'fastify';
import { countColumns } from '../../libs/read-models/src/gate-boards/count-columns';
import { BODY_TYPES, CARGO_CLASSES, STAGES } from '../../libs/read-models/src/gate-boards/counted-codes';
import { OPEN_STAY } from '../../libs/read-models/src/visit-facts/stay-class';
import { newestGeneration, viewFilePath } from '../../libs/projections/src/files/views-reader';
import { STAGE_AT } from '../../libs/read-models/src/visit-facts/visit-facts';

/*
 * The limit of reading: a bare Fastify that selects the same rows from the same file, by the same indexes, and sends
 * them as they are. No token, no scope, no place in the log, nothing computed. Its argument is the folder of the
 * views; it ends with its standard input.
 */

const QUEUE = `SELECT place.visit_id, place.queued_since, arrived_at, recorded_at, steps FROM (
    SELECT visit, visit_id, queued_since FROM gate_queue_place
    WHERE gate = :gate AND stay_class = ${OPEN_STAY} AND queued_from <= :at AND queued_since <= :at
    ORDER BY queued_since, visit_id LIMIT 50) place
  CROSS JOIN gate_queue USING (visit) ORDER BY place.queued_since, place.visit_id`;
const COUNTS = `count(*) AS trucks, ${countColumns('stage', STAGE_AT, STAGES)},
  ${countColumns('cargo', 'cargo_class', CARGO_CLASSES)}`;
const BOARD = `SELECT gate, min(arrived_at) AS oldest, ${COUNTS}, ${countColumns('body', 'body_type', BODY_TYPES)}
  FROM gate_board WHERE gate = :place AND left_at > :at AND arrived_at <= :at`;
const YARD = `SELECT yard, min(since) AS oldest, ${COUNTS} FROM yard_occupancy CROSS JOIN gate_board USING (visit)
  WHERE yard = :place AND until_time > :at AND from_time <= :at`;

const LINE = `SELECT visit_id, queued_since, from_time, cleared, held, tractor, goods, facts FROM gate_turns_line
  WHERE gate = :gate AND until_time > :at AND from_time <= :at`;

interface Asked {
  readonly places: string;
}

async function main(directory: string): Promise<void> {
  const db = new DatabaseSync(viewFilePath(directory, newestGeneration(directory) ?? 0), { readOnly: true });
  const queue = db.prepare(QUEUE);
  const board = db.prepare(BOARD);
  const yard = db.prepare(YARD);
  const line = db.prepare(LINE);
  const each = (statement: StatementSync, { places }: Asked) =>
    places.split(',').map((place) => statement.get({ place, at: Date.now() }));
  const server = fastify();
  server.get('/queue/:places', ({ params }) => ({
    items: queue.all({ gate: (params as Asked).places, at: Date.now() }),
  }));
  // Of the whole line only the first are sent, as of the orders that are made of it.
  server.get('/line/:places', ({ params }) => ({
    items: line.all({ gate: (params as Asked).places, at: Date.now() }).slice(0, 50),
  }));
  server.get('/boards/:places', ({ params }) => ({ items: each(board, params as Asked) }));
  server.get('/yards/:places', ({ params }) => ({ items: each(yard, params as Asked) }));
  process.stdout.write(`${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
  process.stdin.resume().on('end', () => {
    process.exit(0);
  });
}

void main(process.argv[2] ?? '');

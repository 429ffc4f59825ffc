import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '#libs/event-sourcing';
import {
  ACTS,
  driverOrder,
  GATE_CORRECTED,
  gateOrder,
  STEPS,
  VISIT_CORRECTED,
  visitOrder,
  YARD_CORRECTED,
  yardOrder,
} from '#libs/truck-flow';
import { statement } from './statements';
import type { Subject, View } from './view';

const ORDERS = {
  truckVisit: visitOrder,
  borderGate: gateOrder,
  yard: yardOrder,
  dedicatedDriver: driverOrder,
} as const;

/**
 * Which stream a command wrote to, so that an idempotency key is recognised on another stream. Events of the claims
 * protocol are left out: they are written to other visits' streams on behalf of a command.
 */
export const commands: View = {
  name: 'commands',
  version: 1,
  types: [
    ...Object.values(STEPS),
    VISIT_CORRECTED,
    ...Object.values(ACTS),
    GATE_CORRECTED,
    'yard.YardRegistered.v1',
    'yard.YardCapacityChanged.v1',
    YARD_CORRECTED,
    'dedicatedDriver.Registered.v1',
  ],
  schema: `
    CREATE TABLE commands (
      command_id TEXT PRIMARY KEY,
      stream TEXT NOT NULL,
      request_hash TEXT NOT NULL,
      first_revision TEXT NOT NULL,
      last_revision TEXT NOT NULL,
      position TEXT NOT NULL
    ) WITHOUT ROWID, STRICT;`,
  writer(db) {
    // A batch may end between two events of one command: the rest then extends the row.
    const write = db.prepare(
      `INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET last_revision = excluded.last_revision, position = excluded.position
       WHERE last_revision <> excluded.last_revision`,
    );
    return {
      replace(subject) {
        // From the newest back to the first whose row stands as it is: those before it are older still.
        for (const events of [...byCommand(subject).values()].reverse()) {
          const [first, last] = [events[0], events.at(-1)];
          if (first === undefined || last === undefined) continue;
          const { commandId, requestHash } = first.metadata;
          const revisions = [first.revision.toString(10), last.revision.toString(10)] as const;
          const position = last.position.toString(10);
          if (write.run(commandId, first.stream, requestHash, ...revisions, position).changes === 0) return;
        }
      },
    };
  },
};

function byCommand({ category, recorded }: Subject): Map<string, RecordedEvent[]> {
  const order = ORDERS[category];
  const commandsOfStream = new Map<string, RecordedEvent[]>();
  for (const event of recorded) {
    if (event.type !== order.correctionType && order.placeOf(event.type) === undefined) continue;
    const { commandId } = event.metadata;
    const events = commandsOfStream.get(commandId);
    if (events === undefined) commandsOfStream.set(commandId, [event]);
    else events.push(event);
  }
  return commandsOfStream;
}

/** Where a command was recorded. Revisions and position are those of its first and last event, decimal. */
export interface RecordedCommand {
  readonly stream: string;
  readonly requestHash: string;
  readonly firstRevision: string;
  readonly lastRevision: string;
  readonly position: string;
}

/** The stream that holds a command's events; undefined when it has none, or the view has not come to them yet. */
export function commandOf(db: DatabaseSync, commandId: string): RecordedCommand | undefined {
  return statement(
    db,
    `SELECT stream, request_hash AS requestHash, first_revision AS firstRevision, last_revision AS lastRevision,
       position FROM commands WHERE command_id = ?`,
  ).get(commandId) as RecordedCommand | undefined;
}

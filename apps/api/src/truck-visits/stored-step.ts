import { TEXT } from '#libs/http-edge';
import type { JsonSchema, StoredData } from '#libs/http-edge';
import { STEP_TABLE, STEPS } from '#libs/truck-flow';
import type { StepName, StepRow } from '#libs/truck-flow';

type Fields = Readonly<Record<string, JsonSchema>>;

export const WARNINGS: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { code: TEXT, pointer: TEXT, passed: { type: 'integer' } },
    required: ['code', 'pointer'],
  },
};

/** What every step adds that is judged by its gate. */
const JUDGED: Fields = {
  gateRevision: {
    type: 'string',
    pattern: '^[0-9]+$',
    description: 'revision of the gate it was judged against',
  },
  warnings: WARNINGS,
};

export const OWN_GATE: JsonSchema = {
  ...TEXT,
  description: 'the gate of the visit when this was recorded; absent in older events',
};

/** Of a ticket, in no answer and in nothing that is published. */
export const TICKET: Fields = {
  ticketHash: {
    type: 'string',
    pattern: '^[0-9a-f]{64}$',
    description: 'SHA-256 of the ticket of the driver',
  },
};

/** What the transfers of goods to another vehicle add. */
export const TRANSFERRED: Fields = {
  toVisitId: {
    type: 'string',
    format: 'uuid',
    description:
      'the visit that carries the goods from then on; this one ends, unless it keeps a second container',
  },
};

/** What is stored of a step. `adds`: beside what every step adds; `alwaysAdds`: those of them that are always there. */
export function storedStep(
  name: StepName,
  adds: Fields = {},
  alwaysAdds: readonly string[] = [],
): StoredData {
  const type = STEPS[name];
  const { again, observable }: StepRow = STEP_TABLE[type];
  const observed = observable === false ? {} : { observed: { const: true } };
  const carried = again === 'FOLLOWS' ? { ownGate: OWN_GATE } : { gate: OWN_GATE };
  const gate = name === 'arrival' ? {} : carried;
  return { type, adds: { ...observed, ...adds, ...gate, ...JUDGED }, alwaysAdds };
}

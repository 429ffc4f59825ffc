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

/** What the transfers of goods to another vehicle add. */
export const TRANSFERRED: Fields = {
  toVisitId: {
    type: 'string',
    format: 'uuid',
    description: 'the visit that carries the goods from then on; this one ends',
  },
};

/** What is stored of a step. `adds`: beside what every step adds; `alwaysAdds`: those of them that are always there. */
export function storedStep(
  name: StepName,
  adds: Fields = {},
  alwaysAdds: readonly string[] = [],
): StoredData {
  const type = STEPS[name];
  const { observable }: StepRow = STEP_TABLE[type];
  const observed = observable === false ? {} : { observed: { const: true } };
  return { type, adds: { ...observed, ...adds, ...JUDGED }, alwaysAdds };
}

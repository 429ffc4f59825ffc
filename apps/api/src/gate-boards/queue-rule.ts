import type { JsonSchema } from '#libs/http-edge';

/** The order of calls in force, where an answer names it. */
export const QUEUE_RULE: JsonSchema = {
  type: ['object', 'null'],
  description:
    'The order of calls in force; null without one, and for several gates that do not have the same',
  required: ['policy', 'version'],
  properties: { policy: { type: 'string' }, version: { type: 'string', pattern: '^[0-9]+$' } },
};

/** The class of a truck by it. */
export const QUEUE_CLASS: JsonSchema = {
  type: ['string', 'null'],
  description: 'By the order of calls in force; null without one',
};

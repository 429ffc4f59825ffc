import type { ApiDescription } from '#libs/http-edge';
import { BODY_EXAMPLES, COMMAND_ANSWER_EXAMPLE, PROBLEM_EXAMPLE } from './body-examples';
import { TAG_DESCRIPTIONS, tagOf } from './tags';

const DESCRIPTION = [
  'Truck-flow tracking at land-border gates. Every report is a durable event; a command answers once its events are',
  'recorded, with their place in the log. Texts, ids and codes are read in Unicode NFC, without invisible characters',
  'and without white space around them; lengths and patterns are judged on what is left, and that is stored. Times are',
  'RFC 3339; a leap second counts as the last millisecond before it.',
].join(' ');

/** What openapi.json says of the API beside its routes. */
export const DESCRIPTION_OF_API: ApiDescription = {
  title: 'truckflow',
  description: DESCRIPTION,
  tags: TAG_DESCRIPTIONS,
  tagOf,
  bodyExamples: BODY_EXAMPLES,
  commandAnswerExample: COMMAND_ANSWER_EXAMPLE,
  problemExample: PROBLEM_EXAMPLE,
  problemMembers: {
    visitId: {
      type: 'string',
      description: 'The visit that holds the asset or the driver, of class CLAIM',
    },
    asset: { type: 'string', description: 'What it holds: tractor, trailer, container or driver' },
  },
};

import { listOf, objectOf, orNull, reference, TEXT, WarningSchema } from '#libs/http-edge';
import type { JsonSchema } from '#libs/http-edge';
import { Ticket } from '../tickets/ticket';
import { ImportLine } from './import-line';

export const NDJSON = 'application/x-ndjson';

const described = (description: string, schema: JsonSchema): JsonSchema => ({ ...schema, description });

const ANSWER = objectOf(
  {
    line: described('Number of the line, from 1; blank lines count and are not answered', {
      type: 'integer',
      minimum: 1,
    }),
    key: described('Key of the line; empty when it could not be read', TEXT),
    status: described(
      '200 of every line that was taken in, also of an arrival or a registration, which its own route alone ' +
        'answers with 201; otherwise the status of `problem`',
      { type: 'integer' },
    ),
    id: described('The visit, gate, yard or driver; null with a problem', orNull(TEXT)),
    revision: orNull(TEXT),
    position: orNull(TEXT),
    events: listOf(TEXT),
    eventIds: described('In the order of `events`', listOf(TEXT)),
    recordTime: described('When the events were recorded; null without events', orNull(TEXT)),
    warnings: listOf(reference(WarningSchema)),
    ticket: described('Of truck-visits/ticket', reference(Ticket)),
    problem: described('Pointers in `errors` lead into `body`, or into the line where it is refused itself', {
      allOf: [{ $ref: '#/components/schemas/Problem' }],
    }),
  },
  ['ticket', 'problem'],
);

/** A text of lines, each of which is as `line` says. */
function linesOf(line: JsonSchema, description: string): Record<string, unknown> {
  return { type: 'string', contentMediaType: NDJSON, contentSchema: listOf(line), description };
}

/** The body of an import, as the document shows it. */
export const IMPORT_BODY = linesOf(
  reference(ImportLine),
  'One command a line, at most 64 KiB each, 100,000 lines and 8 MiB in all. `command` is the path of the command ' +
    'without ids, such as truck-visits/crossing, `id` the visit, gate or yard in it, `body` the body of that command',
);

/** The answer to an import, as the document shows it. */
export const IMPORT_ANSWER = linesOf(ANSWER, 'One answer a line, in the order of the lines');

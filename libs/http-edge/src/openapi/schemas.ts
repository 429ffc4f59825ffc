import { IsCount, IsDescribedBy, IsInstantOrNull, IsPosition } from '../validation/answer-fields';
import { INSTANT, objectOf } from '../validation/answer-schemas';
import { IsListOf, IsListWith, IsText, MayBeAbsent } from '../validation/fields';
import type { JsonSchema } from '../validation/fields';

export class WarningSchema {
  @IsText()
  readonly code!: string;

  @IsText(200, 0)
  readonly pointer!: string;

  /** Of `OUT_OF_TURN`: how many trucks were passed that could have gone. */
  @MayBeAbsent()
  @IsCount()
  readonly passed?: number;
}

/** What every command answers. */
export class CommandAnswerSchema {
  @IsDescribedBy({ type: 'string', description: 'The visit (a UUID), gate, yard or driver it is about' })
  readonly id!: string;

  @IsDescribedBy({
    type: ['string', 'null'],
    pattern: '^[0-9]+$',
    description: 'The last one of what it is about, decimal; null when nothing is recorded of it',
  })
  readonly revision!: string | null;

  @IsPosition()
  readonly position!: string;

  @IsListWith(IsText(200, 1, { each: true }), 0, 20)
  readonly events!: readonly string[];

  @IsDescribedBy({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    description:
      'In the order of `events`: the ids under which they stand in the trail, the feed and the topics',
  })
  readonly eventIds!: readonly string[];

  @IsDescribedBy({
    type: ['string', 'null'],
    format: 'date-time',
    description:
      'When the events were recorded, the same again when the command is repeated; null without events',
  })
  readonly recordTime!: string | null;

  @IsListOf(() => WarningSchema, 0, 500)
  readonly warnings!: readonly WarningSchema[];
}

/** Which log position an answer was read at, and when that was recorded; -1 and null before the first event. */
export class AsOf {
  @IsPosition()
  readonly position!: string;

  @IsInstantOrNull()
  readonly recordTime!: string | null;

  /** Present while the views are behind a log that goes on: `since` names the time. */
  @MayBeAbsent()
  @IsDescribedBy(objectOf({ code: { enum: ['VIEWS_BEHIND'] }, since: INSTANT }))
  readonly warning?: object;
}

/** Problem details; `members`: those that an application has beside the ones of the edge. */
export function problemSchema(members: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      instance: { type: 'string' },
      code: { type: 'string', description: 'Stable; GET /api/v1/rejection-codes lists all' },
      ...members,
      errors: {
        type: 'array',
        description: 'The fields of the body, or the parameters of the query, that were refused',
        items: {
          type: 'object',
          required: ['pointer', 'code', 'detail'],
          properties: {
            pointer: { type: 'string', description: 'JSON pointer (RFC 6901) into the body' },
            code: { type: 'string' },
            detail: { type: 'string' },
          },
        },
      },
    },
  };
}

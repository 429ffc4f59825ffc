import { IsInstantOrNull, IsPosition } from '../validation/answer-fields';
import { IsListOf, IsListWith, IsText, IsUuid, MayBeAbsent } from '../validation/fields';
import type { JsonSchema } from '../validation/fields';

export class WarningSchema {
  @IsText()
  readonly code!: string;

  @IsText(200, 0)
  readonly pointer!: string;
}

/** What every command answers. */
export class CommandAnswerSchema {
  @IsUuid()
  readonly id!: string;

  @IsText()
  @MayBeAbsent()
  readonly revision?: string;

  @IsText()
  readonly position!: string;

  @IsListWith(IsText(200, 1, { each: true }), 0, 20)
  readonly events!: readonly string[];

  @IsListOf(() => WarningSchema, 0, 20)
  readonly warnings!: readonly WarningSchema[];
}

/** Which log position an answer was read at, and when that was recorded; -1 and null before the first event. */
export class AsOf {
  @IsPosition()
  readonly position!: string;

  @IsInstantOrNull()
  readonly recordTime!: string | null;
}

/** Components that no class stands for. */
export const FIXED_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      instance: { type: 'string' },
      code: { type: 'string', description: 'Stable; GET /api/v1/rejection-codes lists all' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['pointer', 'code', 'detail'],
          properties: {
            pointer: { type: 'string', description: 'JSON pointer into the body' },
            code: { type: 'string' },
            detail: { type: 'string' },
          },
        },
      },
    },
  },
};

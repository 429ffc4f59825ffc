/* Query parameters: parser, default and JSON Schema of each kind. */

import { normalText } from '#libs/text';
import { canonicalInstant, isCalendarDate, isInstant } from '../validation/instant';
import { CODE_PATTERN } from '../validation/fields';
import type { JsonSchema } from '../validation/fields';
import { IDENTIFIER_PATTERN, identifierIn } from '../validation/text';
import type { EdgeCode } from '../problem/edge-codes';
import { Refusal } from '../problem/refusal';
import { requireTime } from './event-time';

/** One query parameter: how its text is read, what it is when absent, how the document shows it. */
export interface Parameter<T> {
  /** `now` is RFC 3339 UTC. @throws Refusal */
  read(text: string, name: string, now: string): T;
  readonly absent: T;
  readonly schema: JsonSchema;
  readonly meaning: string;
}

const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 50;
const MAX_POSITION_DIGITS = 18;
const MAX_CURSOR_LENGTH = 1000;

function refuse(name: string, must: string, code: EdgeCode = 'QUERY_INVALID'): never {
  throw Refusal.of(code, '', `${name} ${must}`);
}

function optional<T>(
  schema: JsonSchema,
  meaning: string,
  read: Parameter<T>['read'],
): Parameter<T | undefined> {
  return { read, absent: undefined, schema, meaning };
}

/** How many rows; 1 to 500, `absent` when not said. */
function limitOf(absent: number): Parameter<number> {
  return {
    absent,
    schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: absent },
    meaning: 'Rows at most',
    read: (text, name) => {
      const value = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
      return value >= 1 && value <= MAX_LIMIT ? value : refuse(name, `is 1 to ${MAX_LIMIT}`);
    },
  };
}

export const limit = limitOf(DEFAULT_LIMIT);
/** Of what is read whole wherever it can be. */
export const wholeLimit = limitOf(MAX_LIMIT);

/** Where the list goes on. Only the list that gave it can read it (`boundCursor`). */
export const cursor = optional<string>(
  { type: 'string', minLength: 1, maxLength: MAX_CURSOR_LENGTH },
  'nextCursor of the page before',
  (text, name) =>
    text !== '' && text.length <= MAX_CURSOR_LENGTH
      ? text
      : refuse(name, 'is the nextCursor of an earlier answer', 'CURSOR_INVALID'),
);

/** A state as of this event time; at most five minutes ahead of the server. */
export const at = optional<string>(
  { type: 'string', format: 'date-time' },
  'State as of this event time (RFC 3339 with offset); default now',
  (text, name, now) => {
    // A plus sign in a query is read as a space by every form parser.
    const time = text.replace(' ', '+');
    if (!isInstant(time)) refuse(name, 'is an RFC 3339 time with seconds and an offset');
    requireTime(time, now);
    return canonicalInstant(time);
  },
);

/** The view must have seen this position; the query waits for it. */
export const after = optional<bigint>(
  { type: 'string', pattern: '^[0-9]{1,18}$' },
  'Answer only once the view has seen this position (waits up to 2 s)',
  (text, name) => {
    if (!/^[0-9]+$/.test(text) || text.length > MAX_POSITION_DIGITS) refuse(name, 'is a position, decimal');
    return BigInt(text);
  },
);

/** A local date, YYYY-MM-DD. */
export const localDate = (meaning: string): Parameter<string | undefined> =>
  optional({ type: 'string', format: 'date' }, meaning, (text, name) => {
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
    if (!isCalendarDate(Number(year), Number(month), Number(day))) refuse(name, 'is a date, YYYY-MM-DD');
    return text;
  });

/** A range of days; `dateRange` says which days these are. */
export const days = {
  from: localDate('First local day; default seven days before `to`'),
  to: localDate('The local day after the last; default the day after that of `at`; at most 100 days'),
};

export const code = (meaning: string): Parameter<string | undefined> =>
  optional({ type: 'string', pattern: CODE_PATTERN.source }, meaning, (text, name) =>
    CODE_PATTERN.test(normalText(text)) ? normalText(text) : refuse(name, 'is 1 to 40 of A-Z, 0-9 and _'),
  );

export const oneOf = <T extends string>(values: readonly T[], meaning: string): Parameter<T | undefined> =>
  optional<T>({ enum: values }, meaning, (text, name) => {
    const found = values.find((value) => value === text);
    return found ?? refuse(name, `is one of ${values.join(', ')}`);
  });

/** One or more of these, with commas between them. */
export const someOf = <T extends string>(
  values: readonly T[],
  meaning: string,
): Parameter<readonly T[] | undefined> => {
  const one = `(${values.join('|')})`;
  return optional<readonly T[]>(
    { type: 'string', pattern: `^${one}(,${one})*$` },
    `${meaning}; several with commas between them`,
    (text, name) =>
      text.split(',').map((part) => {
        const found = values.find((value) => value === part);
        return found ?? refuse(name, `is one or more of ${values.join(', ')}, with commas between them`);
      }),
  );
};

/** An identifier that others give, as bodies hold it (`IsIdentifier`). */
export const shortText = (meaning: string, max = 100): Parameter<string | undefined> =>
  optional(
    { type: 'string', minLength: 1, maxLength: max, pattern: IDENTIFIER_PATTERN },
    meaning,
    (text, name) => identifierIn(text, max) ?? refuse(name, `is 1 to ${max} characters`),
  );

export const numberWithin = (min: number, max: number, meaning: string): Parameter<number | undefined> =>
  optional({ type: 'number', minimum: min, maximum: max }, meaning, (text, name) => {
    const value = /^[0-9]{1,9}(\.[0-9]{1,6})?$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : refuse(name, `is a number from ${min} to ${max}`);
  });

export const flag = (meaning: string): Parameter<boolean | undefined> =>
  optional({ type: 'boolean' }, meaning, (text, name) => {
    if (text !== 'true' && text !== 'false') refuse(name, 'is true or false');
    return text === 'true';
  });

import { schemaOf, sourceOf } from '#libs/http-edge';
import type { BodyClass, CommandSlice, JsonSchema, StoredData } from '#libs/http-edge';
import { CATEGORIES, meaningOf } from '#libs/truck-flow';
import { SLICES } from '../slices';
import { FOLLOWING_STEPS } from '../truck-visits/step-of-another-visit';

/** A stored event type as the world may see it. */
export interface EventType {
  /** Stored name; it never changes meaning. */
  readonly type: string;
  /** Version of the shape of `data`, the number at the end of the name. */
  readonly version: number;
  readonly meaning: string;
  /** The command it comes of, as a route and as an import line names it. */
  readonly route: string;
  readonly command: string;
  /** JSON Schema of `data`. Fields may be added to it; readers pass over those they do not know. */
  readonly data: JsonSchema;
}

let catalogue: readonly EventType[] | undefined;

/** Every public stored type, in the order of the contract. Types of the claims protocol are internal. */
export function eventTypes(): readonly EventType[] {
  return (catalogue ??= CATEGORIES.flatMap(({ types }) => types).map(eventType));
}

/** What the data of a stored type comes of: a command, or the report of another visit. */
const SOURCES = [...SLICES.map((slice) => ({ ...slice, slice })), ...FOLLOWING_STEPS];

function eventType(type: string): EventType {
  const { slice, body, stores } = sourceOf(type, SOURCES);
  return {
    type,
    version: Number(type.slice(type.lastIndexOf('.v') + 2)),
    meaning: meaningOf(type),
    route: routeOf(slice),
    command: slice.path,
    data: dataSchemaOf(body, stores),
  };
}

const IDS: Readonly<Record<string, string>> = {
  'truck-visits': '{visitId}',
  'border-gates': '{gate}',
  yards: '{yard}',
  policies: '{policy}',
};

/** `truck-visits/crossing` is `POST /api/v1/truck-visits/{visitId}/crossing`. */
function routeOf({ path }: CommandSlice): string {
  const [noun = '', verb] = path.split('/');
  return `POST /api/v1/${noun}${verb === undefined ? '' : `/${IDS[noun] ?? ''}/${verb}`}`;
}

/** The body of the command without its time, which is metadata, and with what the decision adds. */
function dataSchemaOf(body: BodyClass, { adds = {}, alwaysAdds = [] }: StoredData): JsonSchema {
  const { properties, required = [] } = published(body) as {
    properties: Record<string, JsonSchema>;
    required?: string[];
  };
  const { at: _at, ...reported } = properties;
  return {
    type: 'object',
    properties: { ...reported, ...adds },
    required: [...new Set([...required.filter((name) => name !== 'at'), ...alwaysAdds])].sort(),
  };
}

const PLATE: JsonSchema = {
  type: 'string',
  maxLength: 16,
  description: 'in its one spelling: upper case, without spaces, dashes and dots',
};

/** A body's schema with nested classes in place, without our own checks and open to fields of later versions. */
function published(body: BodyClass): unknown {
  return JSON.parse(JSON.stringify(schemaOf(body, published as (type: BodyClass) => JsonSchema), shown));
}

function shown(key: string, value: unknown): unknown {
  if (key === 'check' && Array.isArray(value)) return undefined;
  if (key === 'additionalProperties' && value === false) return undefined;
  return key === 'plate' ? PLATE : value;
}

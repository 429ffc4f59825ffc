import { eventTypes } from '../../apps/api/src/catalogues/event-types';
import type { EventType } from '../../apps/api/src/catalogues/event-types';
import type { StoredSample } from './stored-samples';

interface Schema {
  readonly type?: string;
  readonly const?: string | boolean;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
}

const HEAD = `# Stored events

What the log may hold. This page is written from the code by \`npm run docs:events\`; the same catalogue, with a JSON
Schema of each \`data\`, is at \`GET /api/v1/event-types\`. Names and meanings never change. A version may gain optional
fields, so readers pass over fields they do not know; anything else is a new version beside the old one.

Times are RFC 3339. Plates are in their one spelling. People appear as subject ids only.

Beside its \`data\` every event has:

| field | meaning |
|---|---|
| \`eventTime\` | when it happened, with the offset it was reported in |
| \`recordTime\` | when it was recorded, UTC; never decreases within a stream |
| \`actor\`, \`role\` | who reported it: subject, agency, roles |
| \`device\`, \`source\` | what it was reported with, and from where: \`OPERATOR\`, \`DEVICE\`, \`CARRIER\`, \`OPPOSITE_SIDE\`, \`IMPORT\` |
| \`commandId\`, \`index\`, \`requestHash\` | the command it came of, its place among that command's events, the request |
| \`correlation\`, \`causation\` | how the caller links its requests |
| \`policyVersion\`, \`schemaVersion\` | the policy it was judged by, the version of \`data\` |
| \`hash\`, \`prevHash\` | SHA-256 over the event, chained within its stream |

An event is named by its stream and revision, by its place in the log, and by its id, which is derived from the
command. The internal types, which keep one truck from being on hand with two visits, are not listed. Below, a field is
\`always\` there when the object around it is.
`;

const HEADINGS: Readonly<Record<string, string>> = {
  truckVisit: 'Truck visits',
  borderGate: 'Border gates',
  yard: 'Yards',
  dedicatedDriver: 'Dedicated drivers',
  gateQueue: 'Overrides of the order of calls',
  legalBasis: 'Legal bases',
  policySet: 'Policies',
  tariff: 'Tariffs',
  feeAccount: 'Fee accounts',
};

/** The catalogue of public stored types as a page, a sample beside each. */
export function eventsPage(samples: ReadonlyMap<string, StoredSample>): string {
  const sections = Object.entries(HEADINGS).map(([category, heading]) => {
    const types = eventTypes().filter(({ type }) => type.startsWith(`${category}.`));
    return [`## ${heading}`, ...types.map((type) => section(type, samples.get(type.type)))].join('\n\n');
  });
  return `${[HEAD.trimEnd(), ...sections].join('\n\n')}\n`;
}

function section({ type, version, meaning, route, command, data }: EventType, sample?: StoredSample): string {
  if (sample === undefined) throw new Error(`${type} has no sample to show: npm run samples writes it`);
  const example = JSON.stringify(sample.event.data, null, 2);
  return [
    `### ${type}`,
    `${meaning} Version ${version}; from \`${route}\`, in imports \`${command}\`.`,
    ['| field | type | always |', '|---|---|---|', ...rowsOf(data)].join('\n'),
    `\`\`\`json\n${example}\n\`\`\``,
  ].join('\n\n');
}

/** A row a field, those of nested objects and of list items named by their path. */
function rowsOf({ properties = {}, required = [] }: Schema, path = ''): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const always = required.includes(name) ? 'yes' : '';
    const own = `| \`${path}${name}\` | ${typeOf(schema)} | ${always} |`;
    if (schema.properties !== undefined) return [own, ...rowsOf(schema, `${path}${name}.`)];
    if (schema.items?.properties === undefined) return [own];
    return [own, ...rowsOf(schema.items, `${path}${name}[].`)];
  });
}

function typeOf(schema: Schema): string {
  const text = plainTypeOf(schema);
  return schema.description === undefined ? text : `${text}: ${schema.description}`;
}

function plainTypeOf(schema: Schema): string {
  const { type = 'any', format, items, minimum, maximum } = schema;
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (items !== undefined) return `list of ${plainTypeOf(items)}`;
  if (format === 'date-time') return 'time';
  return minimum === undefined || maximum === undefined ? type : `${type} from ${minimum} to ${maximum}`;
}

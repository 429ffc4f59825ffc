import { Type } from '@sinclair/typebox';
import type { TLiteral, TObject, TProperties, TUnion } from '@sinclair/typebox';

/*
 * Kinds of fields of the published language. There is none for free text, plates or people: what somebody typed may
 * name a person, a published event cannot be taken back, and every reader of a topic sees all of it (ADR 0010).
 */

/** RFC 3339 with the offset it was reported in. */
export const instant = () => Type.String({ format: 'date-time' });
export const uuid = (told: { readonly description?: string } = {}) =>
  Type.String({ ...told, pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
/** Gates, yards, lanes, commodities. */
export const code = () => Type.String({ pattern: '^[A-Z0-9_]{1,40}$' });
/** A dedicated driver by the number of the pool, never by name. */
export const driverCode = () => Type.String({ pattern: '^[A-Z0-9_-]{1,40}$' });
/** Revision within the stream, decimal. */
export const revision = () => Type.String({ pattern: '^(0|[1-9][0-9]*)$' });
/** ISO 3166-1 alpha-2. */
export const country = () => Type.String({ pattern: '^[A-Z]{2}$' });
/** ISO 3166-2. */
export const subdivision = () => Type.String({ pattern: SUBDIVISION.source });
/** A local date. */
export const date = () => Type.String({ format: 'date' });
export const timeOfDay = () => Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' });
/** Whole VND. */
export const vnd = () => Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'whole VND' });
export const feeClass = () =>
  oneOf(
    'IMPORT_EXPORT',
    'TEMP_IMPORT_REEXPORT',
    'TEMP_EXPORT_REIMPORT',
    'MERCHANTING',
    'BONDED_EXPORT',
    'TRANSIT',
    'PORT_TRANSFER',
    'THIRD_COUNTRY',
    'TRANSLOAD',
  );
export const count = () => Type.Integer({ minimum: 0, maximum: 100_000 });
/** A number that a document, a place or a procedure goes by. */
export const identifier = (maxLength: number) => Type.String({ minLength: 1, maxLength });
/** Official name of a gate or yard. */
export const officialName = () => Type.String({ minLength: 1, maxLength: 100, description: 'official name' });

export const SUBDIVISION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;

type Literals<Values extends readonly string[]> = {
  -readonly [Place in keyof Values]: TLiteral<Values[Place] & string>;
};

/** One of these words; a later version of the contract may know more. */
export function oneOf<const Values extends readonly string[]>(...values: Values): TUnion<Literals<Values>> {
  return Type.Unsafe({ type: 'string', enum: values }) as unknown as TUnion<Literals<Values>>;
}

/** A part of an event. Open: fields may be added, readers pass over those they do not know. */
export function part<Fields extends TProperties>(fields: Fields): TObject<Fields> {
  return Type.Object(fields);
}

export const HANDOVER_MODES = [
  'FOREIGN_YARD',
  'BORDER_LINE',
  'CLOSED_LOOP_TRACTOR',
  'CONTAINER_CUT',
  'CONTAINER_LIFT',
  'TRANSLOAD',
  'FOREIGN_VEHICLE_PICKUP',
] as const;

export const handoverMode = () => oneOf(...HANDOVER_MODES);
export const trucks = () => part({ min: count(), max: count() });
export const openingHours = () =>
  Type.Array(
    part({
      lane: code(),
      weekdays: Type.Array(oneOf('MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN')),
      from: timeOfDay(),
      to: timeOfDay(),
    }),
  );

import type { Upcaster, Upcasters } from '#libs/event-sourcing';
import { normalText } from '#libs/text';
import { readContainerNumber } from './truck-visit/container-number';

/**
 * Upcasters of types whose texts were once stored as they came in, before texts had one spelling. The version stays:
 * the texts are read in their one spelling.
 */
export function inOneSpelling(types: readonly string[]): Upcasters {
  return Object.fromEntries(
    types.map((type): [string, Upcaster] => [type, { type, upcast: (data) => spelledAnew(data) }]),
  );
}

/** The value itself where its texts are in their one spelling, as they are in all that is written today. */
function spelledAnew(value: unknown, field = ''): unknown {
  if (typeof value === 'string') return spelled(value, field);
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const before = (value as Readonly<Record<string, unknown>>)[key];
    const after = spelledAnew(before, key);
    if (after === before) continue;
    copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
    copy[key] = after;
  }
  return copy ?? value;
}

/** A text of which nothing would be left stays as it was stored. */
function spelled(text: string, field: string): string {
  const normal = field === 'number' ? readContainerNumber(text) : normalText(text);
  return normal === '' ? text : normal;
}

import type { Upcaster, Upcasters } from '#libs/event-sourcing';
import { normalText } from '#libs/text';
import { readContainerNumber } from './truck-visit/container-number';
import { VISIT_CORRECTED } from './truck-visit/events';
import { STEPS } from './truck-visit/steps';

/** Types whose texts were stored as they came in, before texts had one spelling. */
const HOLDING_TEXT: readonly string[] = [
  ...Object.values(STEPS),
  VISIT_CORRECTED,
  'dedicatedDriver.Registered.v1',
];

/** How older versions of our events are read: all are in their first, their texts in their one spelling. */
export const UPCASTERS: Upcasters = Object.fromEntries(
  HOLDING_TEXT.map((type): [string, Upcaster] => [type, { type, upcast: (data) => inOneSpelling(data) }]),
);

/** The value itself where its texts are in their one spelling, as they are in all that is written today. */
function inOneSpelling(value: unknown, field = ''): unknown {
  if (typeof value === 'string') return spelled(value, field);
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const before = (value as Readonly<Record<string, unknown>>)[key];
    const after = inOneSpelling(before, key);
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

/**
 * One text for equal JSON values: white space and the order of an object's keys do not count, the order of a list
 * does. `text`: what `JSON.stringify` makes of the value, where it is known. A body whose keys are in order costs
 * nothing more; any other one copy, about 4 µs for 500 bytes.
 */
export function canonicalText(value: unknown, text?: string): string {
  if (isInOrder(value)) return text ?? JSON.stringify(value);
  return JSON.stringify(inOrder(value));
}

function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  const object = value as Readonly<Record<string, unknown>>;
  let before = '';
  for (const key in object) {
    if (key < before || !isInOrder(object[key])) return false;
    before = key;
  }
  return true;
}

/** A copy with the keys in order. No key reaches a prototype: strict parsing has refused those. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const object = value as Readonly<Record<string, unknown>>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(object).sort()) copy[key] = inOrder(object[key]);
  return copy;
}

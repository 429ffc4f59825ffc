/* A line of a movement log as anyone outside reads it: from its text alone. */

export interface Movement {
  readonly key: string;
  readonly command: string;
  /** The last part of the command: `arrival` for `truck-visits`, else the step or act. */
  readonly step: string;
  /** The visit or gate the line is about. */
  readonly subject: string;
  readonly at: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export class MalformedMovement extends Error {
  override readonly name = 'MalformedMovement';
}

const LINE_FIELDS = new Set(['key', 'command', 'id', 'body', 'device']);

export function readMovement(text: string): Movement {
  const line: unknown = JSON.parse(text);
  if (!isRecord(line)) throw new MalformedMovement(`not an object: ${text}`);
  const unknown = Object.keys(line).filter((field) => !LINE_FIELDS.has(field));
  if (unknown.length > 0) throw new MalformedMovement(`unknown fields ${unknown.join(', ')}`);
  const body = line['body'];
  if (!isRecord(body)) throw new MalformedMovement(`no body: ${text}`);
  const key = textOf(line, 'key');
  const command = textOf(line, 'command');
  const at = textOf(body, 'at');
  const arrival = command === 'truck-visits';
  const subject = arrival ? textOf(body, 'visitId') : textOf(line, 'id');
  const step = arrival ? 'arrival' : (command.split('/')[1] ?? '');
  return { key, command, step, subject, at, time: Date.parse(at), body };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(record: Readonly<Record<string, unknown>>, field: string): string {
  const value = record[field];
  if (typeof value !== 'string') throw new MalformedMovement(`${field} is not a text`);
  return value;
}

/** A text inside a nested object, where both are there. */
export function nestedText(
  record: Readonly<Record<string, unknown>>,
  field: string,
  inner: string,
): string | undefined {
  const nested = record[field];
  return isRecord(nested) ? textOf(nested, inner) : undefined;
}

export function isArrival(movement: Movement): boolean {
  return movement.command === 'truck-visits';
}

export function isGateAct(movement: Movement): boolean {
  return movement.command.startsWith('border-gates/');
}

import type { CopiedLog } from './log-copying';

/** One line of the outcome, on standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What a log holds; who keeps this line elsewhere can tell later whether the end of a log was cut off. */
export function contentOf({ events, streams, position, hash }: CopiedLog): string {
  const end = hash === null ? 'it is empty' : `the last at position ${position} with hash ${hash}`;
  return `${events} events in ${streams} streams, ${end}`;
}

import type { CopiedLog } from './log-copying';

/** Prints one line of the outcome to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What a log holds; who keeps this line elsewhere can see later whether the end of a log was cut off. */
export function contentOf({ events, streams, position, hash }: CopiedLog): string {
  const end = hash === null ? 'it is empty' : `the last at position ${position} with hash ${hash}`;
  return `${events} events in ${streams} streams, ${end}`;
}

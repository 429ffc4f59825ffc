import { isDamage } from './sqlite-failure';

export type OpenRefusedCode =
  'IN_USE' | 'NOT_DURABLE' | 'NEWER_FORMAT' | 'DAMAGED' | 'MISSING' | 'NOT_EMPTY' | 'NOT_USABLE';

/** The data folder cannot be served. The message says why and what to do. */
export class OpenRefused extends Error {
  override readonly name = 'OpenRefused';
  constructor(
    readonly code: OpenRefusedCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The reason as the operator should read it. */
export function refusalFor(directory: string, error: unknown): OpenRefused {
  if (error instanceof OpenRefused) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return isDamage(error)
    ? new OpenRefused('DAMAGED', `the log in ${directory} is damaged, restore it from a backup: ${reason}`)
    : new OpenRefused('NOT_USABLE', `the data folder ${directory} cannot be used: ${reason}`);
}

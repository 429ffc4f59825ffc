export type OpenRefusedCode =
  'IN_USE' | 'NOT_DURABLE' | 'NEWER_FORMAT' | 'DAMAGED' | 'MISSING' | 'NOT_USABLE';

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

import type { EdgeCode } from './edge-codes';

/** One reason why a body was refused. `pointer` is a JSON pointer (RFC 6901) into the body, '' for all of it. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface RefusalExtra {
  readonly errors?: readonly FieldError[];
  /** Seconds after which a repeat may pass; becomes the Retry-After header. */
  readonly retryAfter?: number;
  /** Methods the path knows; becomes the Allow header. */
  readonly allow?: readonly string[];
}

/** The edge itself says no: the request never reached the domain. The domain's own word is `Rejection`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: EdgeCode,
    readonly detail: string,
    readonly extra: RefusalExtra = {},
  ) {
    super(`${code}: ${detail}`);
  }

  /** The refusal of one field. */
  static of(code: EdgeCode, pointer: string, detail: string): Refusal {
    return new Refusal(code, detail, { errors: [{ pointer, code, detail }] });
  }
}

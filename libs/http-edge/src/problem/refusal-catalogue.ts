import type { ProblemKind } from './edge-codes';
import type { Refusal } from './refusal';

/** Injection token of the `RefusalCatalogue`. */
export const REFUSAL_CATALOGUE = Symbol('REFUSAL_CATALOGUE');

/** A refusal by what is behind the edge. */
export interface CodedRefusal {
  readonly code: string;
  readonly detail: string;
  /** JSON pointer (RFC 6901) to the one field of the body it is about. */
  readonly pointer?: string | undefined;
  /** Members that its problem document has beside those of RFC 9457. */
  readonly extra: object;
}

export interface RefusalKind extends ProblemKind {
  readonly class: string;
}

/** The refusals of what is behind the edge: the domain, and the views that are read. */
export interface RefusalCatalogue {
  /** By code, in the order of `problemCatalogue`. */
  readonly kinds: Readonly<Record<string, RefusalKind>>;
  /** What an error is refused with; undefined when it is no refusal. Its code is one of `kinds`. */
  refusalIn(error: unknown): Refusal | CodedRefusal | undefined;
}

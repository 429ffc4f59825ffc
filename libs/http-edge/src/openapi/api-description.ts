import type { JsonSchema } from '../validation/fields';

/** Injection token of the `ApiDescription`. */
export const API_DESCRIPTION = Symbol('API_DESCRIPTION');

/** What the OpenAPI document says of an application beside its routes. */
export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  /** In the order of the document. */
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  /** The tag of a path. @throws Error for a path that has none. */
  tagOf(path: string): string;
  /** A body of each command that is taken as it is, by the name of its class. */
  readonly bodyExamples: Readonly<Record<string, object>>;
  readonly commandAnswerExample: object;
  readonly problemExample: object;
  /** Members that a problem may have beside those of the edge. */
  readonly problemMembers: Readonly<Record<string, JsonSchema>>;
}

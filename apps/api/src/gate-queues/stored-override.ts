import { CODE_PATTERN, objectOf, TEXT } from '#libs/http-edge';
import type { JsonSchema } from '#libs/http-edge';

/** What is stored of every word about an override. */
export const OVERRIDE: Readonly<Record<string, JsonSchema>> = {
  gate: { type: 'string', pattern: CODE_PATTERN.source },
  override: { type: 'string', format: 'uuid' },
  visitId: { type: 'string', format: 'uuid' },
};

/** Who asked for an override or answered it, as the token said. */
export const PARTY: JsonSchema = objectOf({ sub: TEXT, agency: TEXT });

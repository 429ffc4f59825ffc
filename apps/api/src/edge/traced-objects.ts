import { CODE_PATTERN, UUID_TEXT } from '#libs/http-edge';
import type { TracedObjects } from '#libs/http-edge';

const VISIBLE_ID = /^[\x21-\x7e]{1,100}$/;

/** What the log may name of a visit, gate, yard or consignment that somebody looked for. */
export const TRACED: TracedObjects = {
  ids: {
    visitId: UUID_TEXT,
    previousVisitId: UUID_TEXT,
    gate: CODE_PATTERN,
    toGate: CODE_PATTERN,
    yard: CODE_PATTERN,
    consignmentId: VISIBLE_ID,
  },
  // A plate.
  personal: /^\d{2}[-. ]?[A-Z]{1,2}\d?[-. ]?\d{3}|\p{Script=Han}|Đ/iu,
};

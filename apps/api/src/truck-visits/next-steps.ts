import { REJECTIONS, STEPS } from '#libs/truck-flow';
import type { RejectionClass } from '#libs/truck-flow';
import { listOf, objectOf } from '../http/validation/answer-schemas';
import type { JsonSchema } from '../http/validation/fields';

/** What the record of a visit or gate may have against a step; the other classes are about a request. */
const OF_THE_RECORD: readonly RejectionClass[] = ['ORDER', 'STATE', 'RULE'];
const CODES = Object.entries(REJECTIONS).flatMap(([code, kind]) =>
  OF_THE_RECORD.includes(kind) ? [code] : [],
);
const FLAG = { type: 'boolean' };

/** `next[]` of a visit and of the rows of lists. */
export const NEXT_STEPS: JsonSchema = {
  ...listOf(
    objectOf({
      step: { enum: Object.keys(STEPS), description: 'As in the path of its command' },
      required: { ...FLAG, description: 'The handover mode asks for it, or the visit is held' },
      possible: { ...FLAG, description: 'It would be recorded now, without `observed`' },
      whyNot: {
        ...listOf({ enum: CODES }),
        description:
          'All that is against it now, first the code its command is refused with; none when possible',
      },
    }),
  ),
  description:
    'What may come next: the required steps in the order of work, then every other one that is possible. The first ' +
    'that is both is the next thing to do. Whoever asks: what one may report oneself is in `GET /me`, and a free ' +
    'driver or the right to lift a hold is looked at when it is reported. A disinfection that the mode asks of the cab ' +
    'is judged as one of the cab; in mode FOREIGN_VEHICLE_PICKUP `transload` stands for any transfer. Empty once the ' +
    'visit ended and nothing is expected',
  examples: [
    [
      { step: 'customs-clearance', required: true, possible: true, whyNot: [] },
      { step: 'disinfection', required: true, possible: false, whyNot: ['CUSTOMS_NOT_CLEARED'] },
      {
        step: 'handover',
        required: true,
        possible: false,
        whyNot: ['CUSTOMS_NOT_CLEARED', 'CABIN_NOT_DISINFECTED'],
      },
      {
        step: 'crossing',
        required: true,
        possible: false,
        whyNot: ['CUSTOMS_NOT_CLEARED', 'CABIN_NOT_DISINFECTED', 'NOT_HANDED_OVER'],
      },
      { step: 'yard-entry', required: false, possible: true, whyNot: [] },
      { step: 'turn-back', required: false, possible: true, whyNot: [] },
    ],
  ],
};

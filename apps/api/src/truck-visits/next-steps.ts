import { IsDescribedBy, IsListOf, listOf } from '#libs/http-edge';
import { NEXT_STEPS, REJECTIONS } from '#libs/truck-flow';

/** What the record of a visit or gate may have against a step; the other codes are about a request. */
const CODES = Object.entries(REJECTIONS).flatMap(([code, kind]) =>
  kind === 'ORDER' || kind === 'STATE' || code.startsWith('ALREADY_') ? [code] : [],
);

/** A step that may come next on a visit. */
export class NextStep {
  @IsDescribedBy({ enum: NEXT_STEPS, description: 'As in the path of its command' })
  readonly step!: string;

  @IsDescribedBy({
    type: 'boolean',
    description: 'The visit cannot be finished without it: its handover mode asks for it, or it is held',
  })
  readonly required!: boolean;

  @IsDescribedBy({ type: 'boolean', description: 'It would be recorded now, without `observed`' })
  readonly possible!: boolean;

  @IsDescribedBy({
    ...listOf({ enum: CODES }),
    description: 'All that is against it now, first the code its command is refused with; none when possible',
  })
  readonly whyNot!: readonly string[];
}

const WAITING_FOR = ['CUSTOMS_NOT_CLEARED', 'CABIN_NOT_DISINFECTED', 'NOT_HANDED_OVER'];
const AT_ARRIVAL: readonly NextStep[] = [
  { step: 'customs-clearance', required: true, possible: true, whyNot: [] },
  { step: 'disinfection', required: true, possible: false, whyNot: WAITING_FOR.slice(0, 1) },
  { step: 'handover', required: true, possible: false, whyNot: WAITING_FOR.slice(0, 2) },
  { step: 'crossing', required: true, possible: false, whyNot: WAITING_FOR },
  { step: 'yard-entry', required: false, possible: true, whyNot: [] },
  { step: 'turn-back', required: false, possible: true, whyNot: [] },
];

const DESCRIPTION =
  'What may come next: the required steps in the order of work, then every other one that is possible. The first ' +
  'that is both is the next thing to do. It is the same for everyone who sees the whole truck: what one may report ' +
  'oneself is in `GET /me`; whether a driver is free, and who may lift a hold, is looked at when it is reported. A ' +
  'disinfection that the mode asks of the cab is judged as one of the cab; in mode FOREIGN_VEHICLE_PICKUP `transload` ' +
  'stands for any one of container-cut, container-lift and transload. Empty once the visit ended and nothing is expected';

/** `next[]` of a visit and of the rows of lists. */
export const IsNextSteps = (): PropertyDecorator => (target, field) => {
  IsListOf(() => NextStep, 0, NEXT_STEPS.length)(target, field);
  IsDescribedBy({ description: DESCRIPTION, examples: [AT_ARRIVAL] })(target, field);
};

import type { Decider, Decision, History } from '#libs/event-sourcing';
import { correct } from '../correction';
import type { Correct, CorrectionRules } from '../correction';
import { DOUBLE_SCAN } from '../double-scan';
import { refuseReversed } from '../range';
import { Rejection } from '../rejection';
import { sameReport } from '../truck-visit/step-data';
import { YARD, yardOrder } from './category';
import { YARD_CORRECTED } from './events';
import type { YardActEvent, YardActs, YardEvent } from './events';
import { foldYard } from './state';
import type { Yard } from './state';

export interface RegisterYard {
  readonly kind: 'register';
  readonly at: string;
  readonly data: YardActs['yard.YardRegistered.v1'];
}

export interface ChangeCapacity {
  readonly kind: 'capacity';
  readonly at: string;
  readonly data: YardActs['yard.YardCapacityChanged.v1'];
}

/** The whole new body of the act that is corrected. */
export interface YardActBody {
  readonly at: string;
  readonly [field: string]: unknown;
}

export type YardCommand = RegisterYard | ChangeCapacity | Correct<YardActBody>;

export const yard: Decider<YardCommand, YardEvent> = {
  category: YARD.name,
  order: yardOrder,
  decide(command, history) {
    switch (command.kind) {
      case 'register':
        return register(command, history);
      case 'capacity':
        return changeCapacity(command, history);
      case 'correction':
        return correct(command, history, yardCorrection(foldYard(history.effective)));
    }
  },
};

const NOTHING: Decision<YardEvent> = { events: [], warnings: [] };

function recorded(event: YardActEvent): Decision<YardEvent> {
  return { events: [event], warnings: [] };
}

function register({ at, data }: RegisterYard, history: History): Decision<YardEvent> {
  refuseReversed(data);
  const { registered } = foldYard(history.effective);
  if (registered === undefined) return recorded({ type: 'yard.YardRegistered.v1', data, eventTime: at });
  if (sameReport(registered.data, data)) return NOTHING;
  throw new Rejection(
    'YARD_ALREADY_REGISTERED',
    'this yard is registered with other data; correct it instead',
  );
}

function changeCapacity({ at, data }: ChangeCapacity, history: History): Decision<YardEvent> {
  refuseReversed(data);
  const { registered, acts } = foldYard(history.effective);
  if (registered === undefined) throw new Rejection('YARD_NOT_FOUND', 'no such yard is registered');
  const time = Date.parse(at);
  const last = acts.findLast((act) => act.time <= time);
  const isTwin =
    last?.type === 'yard.YardCapacityChanged.v1' &&
    time - last.time <= DOUBLE_SCAN &&
    sameReport(last.data, data);
  if (isTwin) return NOTHING;
  return recorded({ type: 'yard.YardCapacityChanged.v1', data, eventTime: at });
}

function yardCorrection({ registered }: Yard): CorrectionRules<YardActBody, typeof YARD_CORRECTED> {
  return {
    type: YARD_CORRECTED,
    order: yardOrder,
    read: (target, { at, ...data }) => {
      refuseReversed(data);
      if (target.type === 'yard.YardRegistered.v1' && data['yard'] !== registered?.data.yard)
        throw new Rejection('CORRECTION_OF_REGISTRATION', 'a registration keeps its yard');
      return { at, data, warnings: [] };
    },
    remove: ({ type }) => {
      if (type === 'yard.YardRegistered.v1')
        throw new Rejection('CORRECTION_OF_REGISTRATION', 'a yard that is in use cannot be unregistered');
    },
  };
}

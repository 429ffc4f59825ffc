import type { Decider, Decision, EffectiveEvent, History, HistoryOrder } from '#libs/event-sourcing';
import { correct } from '../correction';
import type { Correct, CorrectionRules } from '../correction';
import { DOUBLE_SCAN } from '../double-scan';
import { refuseReversed } from '../range';
import { Rejection } from '../rejection';
import { sameReport } from '../truck-visit/step-data';
import { YARD_CORRECTED } from './events';
import type {
  CapacityRange,
  Tenure,
  YardAct,
  YardActEvent,
  YardActs,
  YardActType,
  YardEvent,
} from './events';

const PLACES: Record<YardActType, number> = {
  'yard.YardRegistered.v1': 0,
  'yard.YardCapacityChanged.v1': 1,
};

export const yardOrder: HistoryOrder = {
  correctionType: YARD_CORRECTED,
  placeOf: (type) => PLACES[type as YardActType],
};

/** A yard as its whole effective history tells it. Its registration and each change name a capacity and tenure. */
export interface Yard {
  readonly registered: YardAct<'yard.YardRegistered.v1'> | undefined;
  /** Ascending by time. */
  readonly acts: readonly YardAct[];
}

export const unknownYard: Yard = { registered: undefined, acts: [] };

export function evolveYard(yard: Yard, event: EffectiveEvent): Yard {
  const act = event as YardAct;
  return {
    registered: act.type === 'yard.YardRegistered.v1' ? act : yard.registered,
    acts: [...yard.acts, act],
  };
}

/** The yard after the acts of an effective history. */
export function foldYard(history: readonly EffectiveEvent[]): Yard {
  return history.reduce(evolveYard, unknownYard);
}

export interface CapacityInForce {
  readonly capacity: CapacityRange;
  readonly tenure: Tenure;
  /** Since when, in epoch milliseconds. */
  readonly since: number;
}

/** Capacity and tenure in force at an instant; undefined before the first is known. */
export function capacityAt(yard: Yard, time: number): CapacityInForce | undefined {
  const act = yard.acts.findLast((one) => one.time <= time);
  return act && { capacity: act.data.capacity, tenure: act.data.tenure, since: act.time };
}

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
  category: 'yard',
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

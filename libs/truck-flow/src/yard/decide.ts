/* Decider of the yard: registers it, records its acts and their corrections. */
import type { Decider, Decision, History } from '#libs/event-sourcing';
import { correct } from '../correction';
import type { Correct, CorrectionRules } from '../correction';
import { DOUBLE_SCAN } from '../double-scan';
import { refuseReversed } from '../range';
import { Rejection } from '../rejection';
import { sameReport } from '../truck-visit/step-data';
import { YARD, yardOrder } from './category';
import { YARD_CORRECTED } from './events';
import type { YardAct, YardActEvent, YardActs, YardEvent } from './events';
import { classifies, foldYard, namesCapacity } from './state';
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

export interface ClassifyYard {
  readonly kind: 'classification';
  readonly at: string;
  readonly data: YardActs['yard.YardClassified.v1'];
}

export interface ProvideAmenity {
  readonly kind: 'amenity';
  readonly at: string;
  readonly data: YardActs['yard.AmenityProvided.v1'];
}

/** The whole new body of the act that is corrected. */
export interface YardActBody {
  readonly at: string;
  readonly [field: string]: unknown;
}

export type YardCommand =
  RegisterYard | ChangeCapacity | ClassifyYard | ProvideAmenity | Correct<YardActBody>;

export const yard: Decider<YardCommand, YardEvent> = {
  category: YARD.name,
  order: yardOrder,
  decide(command, history) {
    switch (command.kind) {
      case 'register':
        return register(command, history);
      case 'capacity':
        refuseBadCapacity(command.at, command.data);
        return record({ type: 'yard.YardCapacityChanged.v1', ...reported(command) }, history, namesCapacity);
      case 'classification':
        return record({ type: 'yard.YardClassified.v1', ...reported(command) }, history, classifies);
      case 'amenity':
        return record({ type: 'yard.AmenityProvided.v1', ...reported(command) }, history, isAmenity);
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

function reported<Data>({ at, data }: { readonly at: string; readonly data: Data }) {
  return { data, eventTime: at };
}

function isAmenity({ type }: YardAct): boolean {
  return type === 'yard.AmenityProvided.v1';
}

/** `about`: the acts that the same thing may have been told by. Next to its twin among them an act is said twice. */
function record(
  event: YardActEvent,
  history: History,
  about: (act: YardAct) => boolean,
): Decision<YardEvent> {
  const { registered, acts } = foldYard(history.effective);
  if (registered === undefined) throw new Rejection('YARD_NOT_FOUND', 'no such yard is registered');
  const time = Date.parse(event.eventTime);
  const last = acts.findLast((act) => about(act) && act.time <= time);
  const isTwin =
    last?.type === event.type && time - last.time <= DOUBLE_SCAN && sameReport(last.data, event.data);
  return isTwin ? NOTHING : recorded(event);
}

/** @throws Rejection RANGE_REVERSED, EFFECTIVE_RANGE_EMPTY when a capacity ends before or with its beginning. */
function refuseBadCapacity(at: string, data: object): void {
  refuseReversed(data);
  const { until } = data as { readonly until?: string };
  if (until === undefined || Date.parse(until) > Date.parse(at)) return;
  throw Rejection.of('EFFECTIVE_RANGE_EMPTY', '/until', 'until is exclusive and lies after the beginning');
}

function yardCorrection({ registered }: Yard): CorrectionRules<YardActBody, typeof YARD_CORRECTED> {
  return {
    type: YARD_CORRECTED,
    order: yardOrder,
    read: (target, { at, ...data }) => {
      refuseBadCapacity(at, data);
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

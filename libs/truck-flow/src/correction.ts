/* Corrections of recorded events, the same for every category. */
import type {
  CorrectionData,
  Decision,
  History,
  HistoryOrder,
  RecordedEvent,
  Warning,
} from '#libs/event-sourcing';
import { Rejection } from './rejection';

/** A correction to record. `by.manager`: the caller may correct what others recorded, and after ten minutes. */
export interface Correct<Body> {
  readonly kind: 'correction';
  readonly at: string;
  readonly eventId: string;
  readonly reason: 'DID_NOT_OCCUR' | 'INCORRECT_DATA';
  /** Where it was reported; only the steps of a visit have places. */
  readonly place?: string;
  /** The whole new body of what is corrected. */
  readonly corrected?: Body;
  readonly by: { readonly sub: string; readonly manager: boolean };
  /** When the correction is recorded, RFC 3339. */
  readonly now: string;
}

/** A corrected body read: event time apart, with the warnings of its reading. */
export interface ReadCorrection {
  readonly at: string;
  readonly data: object;
  readonly warnings: readonly Warning[];
}

/** What a category adds to the rule of correction. */
export interface CorrectionRules<Body, Type extends string> {
  /** Stored name of the category's correction, the same as `order.correctionType`. */
  readonly type: Type;
  readonly order: HistoryOrder;
  /** @throws Rejection when this event is not corrected by itself. */
  refuse?(target: RecordedEvent): void;
  /** Reads a corrected body as the body of `target`'s own command is read; throws the same rejections. */
  read(target: RecordedEvent, body: Body): ReadCorrection;
  /** What the correction carries that nobody reported: two that differ in it alone say the same. */
  carried?(corrected: ReadCorrection | undefined): object;
  /** @throws Rejection when this event may not be taken back. */
  remove?(target: RecordedEvent): void;
}

export interface Corrected<Type extends string> {
  readonly type: Type;
  readonly data: CorrectionData;
  readonly eventTime: string;
}

/** Where the corrected body is in the body of the correction. */
const CORRECTED = '/corrected';

/** Ten minutes: so long may who recorded the last entry take it back. */
const UNDO_WINDOW = 10 * 60_000;

/**
 * Decides a correction. A correction that says the same as the one in force decides nothing; corrections are not
 * corrected, the same event is corrected again instead.
 */
export function correct<Body, Type extends string>(
  command: Correct<Body>,
  history: History,
  rules: CorrectionRules<Body, Type>,
): Decision<Corrected<Type>> {
  const target = targetOf(command, history, rules.order);
  rules.refuse?.(target);
  mayCorrect(command, target, history, rules.order);
  const corrected = correctedOf(command, target, rules);
  const warnings = (corrected?.warnings ?? []).map(withinCorrected);
  const data: CorrectionData = {
    eventId: command.eventId,
    reason: command.reason,
    ...(command.place === undefined ? {} : { place: command.place }),
    ...(corrected === undefined ? {} : { corrected: { at: corrected.at, data: corrected.data } }),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  const carried = rules.carried?.(corrected) ?? {};
  if (isInForce(data, carried, correctionInForce(command.eventId, history, rules.order)))
    return { events: [], warnings: [] };
  return { events: [{ type: rules.type, data: { ...data, ...carried }, eventTime: command.at }], warnings };
}

/** Does the correction in force say the same, what it carries apart? */
function isInForce(data: CorrectionData, carried: object, inForce: RecordedEvent | undefined): boolean {
  if (inForce === undefined) return false;
  const reported = Object.entries(inForce.data as object).filter(([field]) => !(field in carried));
  return JSON.stringify(data) === JSON.stringify(Object.fromEntries(reported));
}

function withinCorrected({ code, pointer }: Warning): Warning {
  return { code, pointer: `${CORRECTED}${pointer}` };
}

function targetOf({ eventId }: { eventId: string }, history: History, order: HistoryOrder): RecordedEvent {
  const target = history.recorded.find((event) => event.eventId === eventId);
  if (target?.type === order.correctionType) {
    throw new Rejection(
      'CORRECTION_OF_CORRECTION',
      'a correction is replaced by correcting the same event again',
    );
  }
  if (target === undefined || order.placeOf(target.type) === undefined) {
    throw new Rejection('EVENT_NOT_FOUND', 'there is no such event here');
  }
  return target;
}

function mayCorrect(
  { by, now }: Correct<unknown>,
  target: RecordedEvent,
  history: History,
  order: HistoryOrder,
): void {
  if (by.manager) return;
  const last = history.recorded.findLast((event) => order.placeOf(event.type) !== undefined);
  const { actor, recordTime } = target.metadata;
  const recent = Date.parse(now) - Date.parse(recordTime) <= UNDO_WINDOW;
  if (last?.eventId === target.eventId && actor.sub === by.sub && recent) return;
  throw new Rejection(
    'CORRECTION_NEEDS_MANAGER',
    'only your own last entry, and for ten minutes; then the gate manager',
  );
}

function correctedOf<Body, Type extends string>(
  { reason, corrected }: Correct<Body>,
  target: RecordedEvent,
  rules: CorrectionRules<Body, Type>,
): ReadCorrection | undefined {
  if (reason === 'DID_NOT_OCCUR') {
    if (corrected !== undefined)
      throw Rejection.of('CORRECTED_BODY_UNEXPECTED', CORRECTED, 'what did not occur has no corrected body');
    rules.remove?.(target);
    return undefined;
  }
  if (corrected === undefined)
    throw Rejection.of('CORRECTED_BODY_MISSING', CORRECTED, 'incorrect data needs the whole new body');
  try {
    return rules.read(target, corrected);
  } catch (error) {
    throw error instanceof Rejection ? error.within(CORRECTED) : error;
  }
}

function correctionInForce(
  eventId: string,
  history: History,
  order: HistoryOrder,
): RecordedEvent | undefined {
  return history.recorded.findLast(
    (event) => event.type === order.correctionType && (event.data as { eventId: string }).eventId === eventId,
  );
}

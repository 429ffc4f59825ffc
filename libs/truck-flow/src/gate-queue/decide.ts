/* Decider of the queue of a gate: overrides of its order are asked for by one agency and confirmed by another. */
import type { Actor, Decider, Decision, DomainEvent, EffectiveEvent } from '#libs/event-sourcing';
import { DOUBLE_SCAN } from '../double-scan';
import { Rejection } from '../rejection';
import { GATE_QUEUE, OVERRIDES, queueOrder } from './category';
import type { GateQueueActs, GateQueueEvent, Party } from './events';
import { foldQueue, overrideIn } from './state';
import type { GateQueue, Override } from './state';

type Requested = GateQueueActs['gateQueue.OverrideRequested.v1'];

/** Asks for an override. `override`: the id that it gets. */
export interface RequestOverride {
  readonly kind: 'order-override';
  readonly at: string;
  readonly data: Omit<Requested, 'requestedBy'>;
  readonly by: Actor;
}

/** Says yes or no to an override that was asked for. */
export interface AnswerOverride {
  readonly kind: 'order-override-confirmation' | 'order-override-rejection';
  readonly at: string;
  readonly data: { readonly gate: string; readonly override: string; readonly place?: string };
  readonly by: Actor;
}

export type GateQueueCommand = RequestOverride | AnswerOverride;

export const gateQueueOrder: Decider<GateQueueCommand, GateQueueEvent> = {
  category: GATE_QUEUE.name,
  order: queueOrder,
  decide(command, { effective }) {
    const by = partyOf(command.by);
    if (command.kind === 'order-override') return request(command, by, effective);
    return answer(command, by, foldQueue(effective));
  },
};

const NOTHING: Decision<GateQueueEvent> = { events: [], warnings: [] };

function recorded(event: DomainEvent): Decision<GateQueueEvent> {
  return { events: [event as GateQueueEvent], warnings: [] };
}

/** Without an agency nobody can tell whether the other is another one. */
function partyOf({ sub, agency }: Actor): Party {
  if (agency !== null) return { sub, agency };
  throw new Rejection('OVERRIDE_NEEDS_OTHER_AGENCY', 'the token has to name the agency of its bearer');
}

function request(
  command: RequestOverride,
  requestedBy: Party,
  history: readonly EffectiveEvent[],
): Decision<GateQueueEvent> {
  const { at, data } = command;
  if (twinOf(command, foldQueue(history)) !== undefined) return NOTHING;
  return recorded({ type: OVERRIDES['order-override'], data: { ...data, requestedBy }, eventTime: at });
}

/** The override that the same person asked for in the same words at most a double scan before. */
export function twinOf({ at, data, by }: RequestOverride, queue: GateQueue): string | undefined {
  const time = Date.parse(at);
  return Object.keys(queue).find((id) => {
    const asked = overrideIn(queue, id)?.requested;
    if (asked === undefined || Math.abs(time - asked.time) > DOUBLE_SCAN) return false;
    const { visitId, reason, legalBasis, place, requestedBy } = asked.data;
    return (
      visitId === data.visitId &&
      reason === data.reason &&
      legalBasis === data.legalBasis &&
      place === data.place &&
      requestedBy.sub === by.sub &&
      requestedBy.agency === by.agency
    );
  });
}

function answer({ kind, at, data }: AnswerOverride, party: Party, queue: GateQueue) {
  const override = overrideIn(queue, data.override);
  if (override === undefined)
    throw new Rejection('OVERRIDE_UNKNOWN', 'no such override was asked for at this gate');
  refuseOwn(override, party);
  const isConfirmation = kind === 'order-override-confirmation';
  if ((isConfirmation ? override.confirmed : override.rejected) !== undefined) return NOTHING;
  if (isConfirmation && override.rejected !== undefined)
    throw new Rejection('OVERRIDE_NOT_CONFIRMED', 'the override was rejected');
  const { visitId } = override.requested.data;
  const says = isConfirmation ? { confirmedBy: party } : { rejectedBy: party };
  return recorded({ type: OVERRIDES[kind], data: { ...data, visitId, ...says }, eventTime: at });
}

/** Neither the same person under any agency nor anybody of the same agency. */
function refuseOwn({ requested }: Override, { sub, agency }: Party): void {
  const { requestedBy } = requested.data;
  if (requestedBy.sub !== sub && requestedBy.agency !== agency) return;
  throw new Rejection(
    'OVERRIDE_NEEDS_OTHER_AGENCY',
    'somebody else, of another agency than who asked for the override, has to answer it',
  );
}

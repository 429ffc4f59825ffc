import type { EffectiveEvent } from '#libs/event-sourcing';
import type { GateQueueAct } from './events';

/** An override of the order of a gate: what was asked for, and what a second agency said to it first. */
export interface Override {
  readonly requested: GateQueueAct<'gateQueue.OverrideRequested.v1'>;
  readonly confirmed?: GateQueueAct<'gateQueue.OverrideConfirmed.v1'>;
  readonly rejected?: GateQueueAct<'gateQueue.OverrideRejected.v1'>;
}

/** The overrides of a gate, by id. An answer may have an earlier time than what it answers. */
export type GateQueue = Readonly<Record<string, Partial<Override>>>;

export const noOverrides: GateQueue = {};

export function evolveQueue(queue: GateQueue, event: EffectiveEvent): GateQueue {
  const act = event as GateQueueAct;
  const known = queue[act.data.override] ?? {};
  return { ...queue, [act.data.override]: { ...answered(act), ...known } };
}

/** What is said first stays. */
function answered(act: GateQueueAct): Partial<Override> {
  switch (act.type) {
    case 'gateQueue.OverrideRequested.v1':
      return { requested: act };
    case 'gateQueue.OverrideConfirmed.v1':
      return { confirmed: act };
    case 'gateQueue.OverrideRejected.v1':
      return { rejected: act };
  }
}

/** The queue of a gate after the acts of an effective history. */
export function foldQueue(history: readonly EffectiveEvent[]): GateQueue {
  return history.reduce(evolveQueue, noOverrides);
}

/** An override that was asked for at this gate. */
export function overrideIn(queue: GateQueue, id: string): Override | undefined {
  const { requested, ...answers } = queue[id] ?? {};
  return requested === undefined ? undefined : { requested, ...answers };
}

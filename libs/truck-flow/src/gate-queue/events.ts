import type { Actor, DomainEvent, EffectiveEvent } from '#libs/event-sourcing';

/* Stored names and shapes of the queue of a gate: overrides of its order. They never change meaning. */

/** A second agency's say in an override; a token without an agency has none. */
export interface Party extends Actor {
  readonly agency: string;
}

interface AboutOverride {
  readonly gate: string;
  /** Id of the override, derived from the command that asked for it. */
  readonly override: string;
  readonly visitId: string;
  readonly place?: string;
}

/** The data of each act, by its stored name. */
export interface GateQueueActs {
  'gateQueue.OverrideRequested.v1': AboutOverride & {
    readonly reason: string;
    /** Number of a registered legal basis. */
    readonly legalBasis: string;
    readonly requestedBy: Party;
  };
  'gateQueue.OverrideConfirmed.v1': AboutOverride & { readonly confirmedBy: Party };
  'gateQueue.OverrideRejected.v1': AboutOverride & { readonly rejectedBy: Party };
}

export type GateQueueType = keyof GateQueueActs;

/** An act as the effective history holds it. */
export type GateQueueAct<T extends GateQueueType = GateQueueType> = {
  [K in T]: EffectiveEvent<K, GateQueueActs[K]>;
}[T];

export type GateQueueEvent = { [K in GateQueueType]: DomainEvent<K, GateQueueActs[K]> }[GateQueueType];

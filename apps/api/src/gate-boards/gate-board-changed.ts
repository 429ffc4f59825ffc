import type { MessageEvent } from '@nestjs/common';

/**
 * A gate's board as its followers shall see it now. Travels on the EventBus, downstream of the views and for live
 * pushes only: one that is lost costs a refresh, never a fact.
 */
export class GateBoardChanged {
  constructor(
    readonly gate: string,
    /** Serialised once, for all who follow the gate. */
    readonly frame: BoardFrame,
  ) {}
}

/** `id`: the log position the row was read at. */
export type BoardFrame = MessageEvent & { readonly id: string; readonly data: string };

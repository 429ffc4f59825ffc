import type { BoardFrame } from './board-frames';

/**
 * A gate's board as its followers shall see it now. Travels on the EventBus, downstream of the views and for live
 * pushes only: one that is lost costs a refresh, never a fact.
 */
export class GateBoardChanged {
  constructor(
    readonly gate: string,
    readonly frame: BoardFrame,
  ) {}
}

/** A truck in the line: by when it queues since (epoch milliseconds), then by visit id. */
export interface Queued {
  readonly visitId: string;
  readonly class: string;
  readonly queuedSince: number;
}

/**
 * A stretch of event time in which a truck may be called and has not been: `from` inclusive, `until` exclusive, in epoch
 * milliseconds. The stretches of one visit do not overlap.
 */
export interface CallableStretch extends Queued {
  readonly from: number;
  readonly until: number;
}

/** A call that was made; its class is the truck's at that time. */
export interface CallMade {
  readonly visitId: string;
  readonly class: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The order of a line: by when trucks queue since, then by visit id. */
export function byPlace(a: Omit<Queued, 'class'>, b: Omit<Queued, 'class'>): number {
  return a.queuedSince - b.queuedSince || byVisitId(a, b);
}

export function byVisitId(a: { readonly visitId: string }, b: { readonly visitId: string }): number {
  return a.visitId === b.visitId ? 0 : a.visitId < b.visitId ? -1 : 1;
}

import type { EventReader } from '#libs/event-sourcing';

/**
 * Whether the views have shown what was in the log when the process started: a replica that begins empty, or with
 * views it was away from for a while, is not asked before it knows what the others know. A store that cannot be asked
 * keeps nobody waiting: what the views hold is all there is then (F-16).
 */
export class CatchUp {
  private goal: bigint | 'asking' | 'reached' = 'asking';

  constructor(
    store: Pick<EventReader, 'lastPosition'>,
    private readonly views: { readonly position: bigint },
  ) {
    store.lastPosition().then(
      (position) => {
        this.goal = position;
      },
      () => {
        this.goal = 'reached';
      },
    );
  }

  get isDone(): boolean {
    if (typeof this.goal === 'bigint' && this.views.position >= this.goal) this.goal = 'reached';
    return this.goal === 'reached';
  }
}

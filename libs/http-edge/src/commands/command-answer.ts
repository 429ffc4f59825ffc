import type { ExpectedRevision, Transacted, Warning } from '#libs/event-sourcing';

/** `once`: fields that only this answer shows, beside those of every command; a repetition cannot show them again. */
export interface AnsweredOnce extends Transacted {
  readonly once?: Readonly<Record<string, unknown>>;
}

/** What a command answers once its events are durable: where they are, never the state. */
export class CommandAnswer {
  readonly id: string;
  /** Decimal; null when the object has no event. */
  readonly revision: string | null;
  readonly position: string;
  readonly events: readonly string[];
  /** In the order of `events`. */
  readonly eventIds: readonly string[];
  /** RFC 3339 UTC; null without events. */
  readonly recordTime: string | null;
  readonly warnings: readonly Warning[];

  constructor({ id, revision, position, events, eventIds, recordTime, warnings, once }: AnsweredOnce) {
    this.id = id;
    this.revision = revisionText(revision);
    this.position = position.toString(10);
    this.events = events;
    this.eventIds = eventIds;
    this.recordTime = recordTime;
    this.warnings = warnings;
    Object.assign(this, once);
  }

  get entityTag(): string | undefined {
    return this.revision === null ? undefined : entityTagOf(this.revision);
  }
}

export function entityTagOf(revision: string | bigint): string {
  return `"${revision}"`;
}

function revisionText(revision: ExpectedRevision): string | null {
  return revision === 'noStream' ? null : revision.toString(10);
}

import type { EventReader } from '#libs/event-sourcing';

/** A published event, and its position in the log. */
export interface PublishedEvent {
  readonly position: bigint;
  /** Its `ce_id`, which is that of the stored event. */
  readonly id: string;
}

/** What was published from a log that has gone back, or was another one. */
export interface LostEvents {
  /** The last one that the log still holds; undefined when it holds none that is remembered. */
  readonly lastKept: PublishedEvent | undefined;
  /** Those behind it, in the order in which they were published. */
  readonly gone: readonly PublishedEvent[];
}

const REMEMBERED = 20_000;

/** What this process has published lately, about 3 MB: so that it can be said what of it a restored log lacks. */
export class PublishedEvents {
  private events: PublishedEvent[] = [];

  constructor(private readonly limit = REMEMBERED) {}

  add(events: readonly PublishedEvent[]): void {
    const last = this.events.at(-1)?.position ?? -1n;
    // What is published again, after an answer that was lost, is remembered already.
    for (const { position, id } of events) if (position > last) this.events.push({ position, id });
    if (this.events.length > 2 * this.limit) this.events = this.events.slice(-this.limit);
  }

  /** Finds what the log no longer holds, and forgets it. */
  async takeLost(log: Pick<EventReader, 'readAt'>): Promise<LostEvents> {
    let [held, lost] = [-1, this.events.length];
    while (lost - held > 1) {
      const middle = (held + lost) >> 1;
      const event = this.events[middle];
      if (event !== undefined && (await log.readAt(event.position))?.eventId === event.id) held = middle;
      else lost = middle;
    }
    return { lastKept: this.events[held], gone: this.events.splice(held + 1) };
  }
}

/** Ids in a line. */
const A_LINE = 100;

/** What consumers have to know of a log that went back from `position`. */
export function linesOf({ position, lastKept, gone }: LostEvents & { readonly position: bigint }): string[] {
  const kept =
    lastKept === undefined
      ? 'to the beginning: of what this process published the log holds nothing'
      : `to ${lastKept.position}: the last published event that counts has ce_id ${lastKept.id}`;
  const lines = [`FORK from position ${position} ${kept}, ${gone.length} published after it are gone`];
  for (let start = 0; start < gone.length; start += A_LINE) {
    const ids = gone.slice(start, start + A_LINE).map(({ id }) => id);
    lines.push(`gone from the log, by ce_id: ${ids.join(' ')}`);
  }
  return lines;
}

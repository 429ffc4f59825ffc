import type { StreamHead } from './stored-event';

const PER_GENERATION = 10_000;

/**
 * Last events of the streams used lately, in two generations. Another process may have moved a stream on since: a
 * head is only ever used for an append that expects exactly its revision, and an event at a revision never changes.
 */
export class StreamHeads {
  private young = new Map<string, StreamHead>();
  private old = new Map<string, StreamHead>();

  /** The event at this revision, when it is here. */
  at(stream: string, revision: bigint): StreamHead | undefined {
    const head = this.young.get(stream) ?? this.old.get(stream);
    return head?.revision === revision ? head : undefined;
  }

  keep(stream: string, head: StreamHead): void {
    if (this.young.size >= PER_GENERATION) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(stream, head);
  }
}

import type { Socket } from 'node:net';

/** Bytes of finished answers that may wait in memory for clients that do not read, all connections together. */
const MOST_WAITING = 16 * 1024 * 1024;

/** Whose answer waits. */
interface Reader {
  readonly socket: Socket;
  /** Gives the connection up, and at once what is kept for it. */
  cut(): void;
}

/**
 * Finished answers that the kernel has not taken, because their clients do not read. Each connection has at most one
 * (`Pipeline`), so a limit on all of them bounds the memory that clients can make the process hold. Beyond it the
 * connections that have waited longest are cut: a client that reads is not among them.
 */
export class UnreadAnswers {
  private readonly bytes = new Map<Reader, number>();
  private waiting = 0;

  constructor(private readonly most = MOST_WAITING) {}

  add(reader: Reader): void {
    this.remove(reader);
    const bytes = reader.socket.writableLength;
    this.bytes.set(reader, bytes);
    this.waiting += bytes;
    // Never the last to come: one answer alone may be longer than all that may wait.
    while (this.waiting > this.most && this.bytes.size > 1) this.cutOldest();
  }

  remove(reader: Reader): void {
    this.waiting -= this.bytes.get(reader) ?? 0;
    this.bytes.delete(reader);
  }

  private cutOldest(): void {
    const [oldest] = this.bytes.keys();
    if (oldest === undefined) return;
    this.remove(oldest);
    oldest.cut();
  }
}

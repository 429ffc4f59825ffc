import type { Socket } from 'node:net';

/** Bytes of finished answers that may wait in memory for clients that do not read, all connections together. */
const MOST_WAITING = 32 * 1024 * 1024;

/**
 * Finished answers that the kernel has not taken, because their clients do not read. Each connection has at most one
 * (`Pipeline`), so what bounds them together bounds what strangers can make the process hold. When it is too much, the
 * connections that have waited longest are cut: who reads has gone on by then.
 */
export class UnreadAnswers {
  private readonly bytes = new Map<Socket, number>();
  private waiting = 0;

  constructor(private readonly most = MOST_WAITING) {}

  /** Bytes that wait now. */
  get total(): number {
    return this.waiting;
  }

  add(socket: Socket): void {
    this.remove(socket);
    this.bytes.set(socket, socket.writableLength);
    this.waiting += socket.writableLength;
    for (const [oldest] of this.bytes) {
      if (this.waiting <= this.most) return;
      this.remove(oldest);
      oldest.destroy();
    }
  }

  remove(socket: Socket): void {
    this.waiting -= this.bytes.get(socket) ?? 0;
    this.bytes.delete(socket);
  }
}

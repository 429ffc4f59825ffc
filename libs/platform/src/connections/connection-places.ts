import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { networkOf } from './network-of';

const MINUTE_MS = 60_000;

/** Limits the connections of each address, so that none takes all there are (F-54). */
export class ConnectionPlaces {
  private readonly byAddress = new Map<string, number>();
  private readonly log = new Logger('Connections');
  private saidAt = -Infinity;

  constructor(private readonly most: number) {}

  /** Counts a new connection until it closes, or closes it at once. */
  readonly take = (socket: Socket): void => {
    const address = networkOf(socket.remoteAddress ?? '');
    const open = this.byAddress.get(address) ?? 0;
    if (open >= this.most) {
      socket.destroy();
      this.say(address);
      return;
    }
    this.byAddress.set(address, open + 1);
    socket.once('close', () => {
      const left = (this.byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.byAddress.delete(address);
      else this.byAddress.set(address, left);
    });
  };

  private say(address: string): void {
    const now = performance.now();
    if (now - this.saidAt < MINUTE_MS) return;
    this.saidAt = now;
    this.log.warn(`${address} has ${this.most} connections and gets no more (CONNECTIONS_PER_ADDRESS)`);
  }
}

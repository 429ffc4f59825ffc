import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A connection on which a client says what it likes, and reads or not. */
export class RawConnection {
  private said = '';
  private isEnded = false;
  private isClosed = false;

  private constructor(private readonly socket: Socket) {
    socket
      .on('data', (data: Buffer) => (this.said += data.toString('latin1')))
      .on('end', () => (this.isEnded = true))
      // The server may cut it: that is what it is here for.
      .on('error', () => undefined)
      .on('close', () => (this.isClosed = true));
  }

  /** Connects to a server, e.g. `http://127.0.0.1:3000`. It never ends its own side because the server ended its. */
  static open(address: string, from?: string): Promise<RawConnection> {
    const { hostname, port } = new URL(address);
    const socket = connect({
      host: hostname,
      port: Number(port),
      allowHalfOpen: true,
      ...(from === undefined ? {} : { localAddress: from }),
    });
    return new Promise((resolve) => {
      const connection = new RawConnection(socket);
      const settle = () => {
        resolve(connection);
      };
      socket.once('connect', settle).once('close', settle);
    });
  }

  /** What came back so far. */
  get answer(): string {
    return this.said;
  }

  /** The server says nothing more. */
  get ended(): boolean {
    return this.isEnded || this.isClosed;
  }

  /** The server released it: nothing of it is left there. */
  get closed(): boolean {
    return this.isClosed;
  }

  send(text: string): void {
    this.socket.write(text);
  }

  /** From now on nothing is read. */
  stopReading(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }
}

const LONGEST = 60_000;

/** Waits until something holds. @throws Error naming it after a minute */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + LONGEST; performance.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`a minute is over, and still not: ${what}`);
}

/* Proxy in front of a broker that injects faults. */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ISocketFactory } from 'kafkajs';

/** API key of a Produce request. */
const PRODUCE = 0;
const SIZE_BYTES = 4;

/**
 * Is between a client and one broker: can be gone, be slow, and drop the answers to what was produced. A broker
 * names its own address to everybody, so a client comes here by its socket factory, or by a listener of the broker
 * that names this place.
 */
export class BrokerProxy {
  private readonly pairs = new Set<Socket>();
  private isUp = true;
  private swallows: () => boolean = () => false;
  /** Answers that were swallowed. */
  swallowed = 0;
  /** Milliseconds by which every answer comes later. */
  delay = 0;
  /** Answers that came later, and how many of them have not come yet. */
  delayed = 0;
  held = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client) => {
      this.join(client);
    });
  }

  /** Listens on this port; 0 takes any free one. */
  static async to(address: string, ownPort = 0): Promise<BrokerProxy> {
    const [host = '', port = ''] = address.split(':');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ownPort, '127.0.0.1', resolve));
    return new BrokerProxy(server, { host, port: Number(port) });
  }

  readonly socketFactory: ISocketFactory = ({ onConnect }) => {
    const { port } = this.server.address() as AddressInfo;
    return connect({ host: '127.0.0.1', port }, onConnect);
  };

  /** From now on the answer to a Produce request is lost, and its connection with it, when this says so. */
  swallowAnswers(when: () => boolean): void {
    this.swallows = when;
  }

  stop(): void {
    this.isUp = false;
    for (const socket of this.pairs) socket.destroy();
  }

  start(): void {
    this.isUp = true;
  }

  async close(): Promise<void> {
    this.stop();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async hold(): Promise<void> {
    if (this.delay === 0) return;
    this.delayed += 1;
    this.held += 1;
    await sleep(this.delay);
    this.held -= 1;
  }

  private join(client: Socket): void {
    if (!this.isUp) {
      client.destroy();
      return;
    }
    const broker = connect(this.target);
    const frames = new RequestFrames();
    let written = Promise.resolve();
    const part = (): void => {
      client.destroy();
      broker.destroy();
    };
    for (const socket of [client, broker]) {
      this.pairs.add(socket);
      socket.on('error', part).on('close', () => {
        this.pairs.delete(socket);
        part();
      });
    }
    client.on('data', (chunk) => {
      frames.take(chunk);
      broker.write(chunk);
    });
    broker.on('data', (chunk) => {
      if (frames.lastKey !== PRODUCE || !this.swallows()) {
        const due = this.hold();
        written = written.then(() => due).then(() => void client.write(chunk));
        return;
      }
      this.swallowed += 1;
      part();
    });
  }
}

/** Which request was the last, parsed from the bytes as they come. */
class RequestFrames {
  lastKey: number | undefined;
  private left = 0;

  take(chunk: Buffer): void {
    let at = 0;
    while (at + SIZE_BYTES + 2 <= chunk.length || this.left > 0) {
      if (this.left === 0) {
        this.left = chunk.readInt32BE(at) + SIZE_BYTES;
        this.lastKey = chunk.readInt16BE(at + SIZE_BYTES);
      }
      const passed = Math.min(this.left, chunk.length - at);
      if (passed === 0) return;
      this.left -= passed;
      at += passed;
    }
  }
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { awaitsBody, closeSoon, closeUnlessComplete } from './close-soon';
import { UnreadAnswers } from './unread-answers';

/**
 * Requests that may wait for their turn, all connections together: some 10 MB of memory. The shortest ones of one read
 * of a connection are 2,500; clients that wait for their answers never wait here.
 */
const MOST_WAITING = 3_000;

type Exchange = readonly [request: IncomingMessage, response: ServerResponse];

/** What the pipelines of one server share. */
export class Pipelines {
  private readonly bySocket = new WeakMap<Socket, Pipeline>();
  readonly unread = new UnreadAnswers();
  /** Requests that wait for their turn. */
  waiting = 0;

  constructor(readonly answer: RequestListener) {}

  /** The listener for `request` of the server. */
  readonly listener: RequestListener = (request, response) => {
    const { socket } = request;
    let pipeline = this.bySocket.get(socket);
    if (pipeline === undefined) this.bySocket.set(socket, (pipeline = new Pipeline(socket, this)));
    pipeline.take(request, response);
  };

  get isFull(): boolean {
    return this.waiting >= MOST_WAITING;
  }
}

/**
 * The requests of one connection, answered one after another: the next begins when the answer before it has left for
 * the client. Node would begin all that come in one read, 2,000 of them in 64 KiB, and keep every answer in memory while
 * the client does not read. While one waits nothing more is read from the connection.
 */
class Pipeline {
  private readonly waiting: Exchange[] = [];
  private current: IncomingMessage | null = null;

  constructor(
    readonly socket: Socket,
    private readonly all: Pipelines,
  ) {
    socket.once('close', this.forget);
  }

  cut(): void {
    this.forget();
    this.socket.destroy();
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    if (this.current === null && this.waiting.length === 0) this.begin(request, response);
    else this.hold(request, response);
  }

  /** False when this connection has to go itself. */
  private makeRoom(): boolean {
    const { all, socket } = this;
    // Who does not read has had its chance; where all do, it is this one that asks for too much.
    while (all.isFull && all.unread.cutOldest());
    if (all.isFull) this.cut();
    return !socket.destroyed;
  }

  private begin(request: IncomingMessage, response: ServerResponse): void {
    this.current = request;
    // As listeners that are made once a connection: this is the way of every request.
    response.once('prefinish', this.answered).once('close', this.done);
    this.all.answer(request, response);
  }

  private hold(request: IncomingMessage, response: ServerResponse): void {
    const { socket, all, waiting } = this;
    // What follows in a read that was too much for the server.
    if (socket.destroyed) return;
    if (all.isFull && !this.makeRoom()) return;
    if (waiting.length === 0) socket.on('resume', this.stopReading);
    waiting.push([request, response]);
    all.waiting += 1;
    socket.pause();
  }

  /** The answer is written, though perhaps not taken. */
  private readonly answered = (): void => {
    const { current, socket } = this;
    if (socket.writableLength > 0) this.all.unread.add(this);
    // The client may still be sending its body, to nobody: Node would close at once, and it would lose the answer.
    if (current !== null && awaitsBody(current)) {
      socket.destroySoon = () => {
        closeSoon(socket);
      };
    }
  };

  private readonly done = (): void => {
    const { current, socket, waiting } = this;
    this.current = null;
    this.all.unread.remove(this);
    if (socket.destroyed || socket.writableEnded) return;
    if (current !== null && !current.complete) {
      Reflect.deleteProperty(socket, 'destroySoon');
      closeUnlessComplete(current);
    }
    // Not at once, or one connection with many requests keeps all others from theirs.
    if (waiting.length > 0) setImmediate(this.next);
  };

  private readonly next = (): void => {
    const { socket, waiting } = this;
    const next = waiting.shift();
    if (next === undefined) return;
    this.all.waiting -= 1;
    if (waiting.length === 0) {
      socket.off('resume', this.stopReading);
      socket.resume();
    }
    this.begin(...next);
  };

  /** Node reads on by itself when a body is asked for or the client has taken an answer. */
  private readonly stopReading = (): void => {
    this.socket.pause();
  };

  private readonly forget = (): void => {
    this.all.waiting -= this.waiting.length;
    this.waiting.length = 0;
    this.all.unread.remove(this);
  };
}

/* HTTP pipelining: bounds and order of the requests that a connection sends ahead of its answers. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { awaitsBody, closeSoon, closeUnlessComplete } from './close-soon';
import { UnreadAnswers } from './unread-answers';

/** Requests that one connection may send ahead of its answers. */
const MOST_AHEAD = 100;
/** Requests kept that have not been begun, all connections together: some 8 MB of memory. */
const MOST_KEPT = 2_000;

type Exchange = readonly [request: IncomingMessage, response: ServerResponse];

/** What the pipelines of one server share. */
export class Pipelines {
  private readonly bySocket = new WeakMap<Socket, Pipeline>();
  private readonly ahead = new Set<Pipeline>();
  private kept = 0;
  readonly unread = new UnreadAnswers();

  constructor(readonly answer: RequestListener) {}

  /** The listener for `request` of the server. */
  readonly listener: RequestListener = (request, response) => {
    const { socket } = request;
    let pipeline = this.bySocket.get(socket);
    if (pipeline === undefined) this.bySocket.set(socket, (pipeline = new Pipeline(socket, this)));
    pipeline.take(request, response);
  };

  /** Counts one request more of this pipeline. When that is too much, who has sent most ahead is cut. */
  keep(pipeline: Pipeline): void {
    this.kept += 1;
    this.ahead.add(pipeline);
    if (this.kept > MOST_KEPT)
      [...this.ahead].reduce((most, one) => (one.kept > most.kept ? one : most)).cut();
  }

  release(pipeline: Pipeline, count: number): void {
    this.kept -= count;
    if (pipeline.kept === 0) this.ahead.delete(pipeline);
  }
}

/**
 * The requests of one connection, answered one after another: the next begins when the answer before it has left for
 * the client. Node would begin all that come in one read, 2,000 of them in 64 KiB, and keep every answer in memory while
 * the client does not read. While one waits nothing more is read from the connection; what came with one read and is
 * more than `MOST_AHEAD` is never begun, and the connection ends after the answers before it (RFC 9112 9.3.2: its
 * client asks again).
 */
class Pipeline {
  private readonly waiting: Exchange[] = [];
  private current: IncomingMessage | null = null;
  private isOver = false;
  /** Requests in memory that have not been begun: those that wait, and those that never will, for Node keeps them. */
  kept = 0;

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
    const { socket } = this;
    // What follows in a read that was too much, or comes after the end was said.
    if (socket.destroyed || socket.writableEnded) return;
    if (this.current === null && this.kept === 0) this.begin(request, response);
    else this.hold(request, response);
  }

  private begin(request: IncomingMessage, response: ServerResponse): void {
    this.current = request;
    // As listeners that are made once a connection: this is the way of every request.
    response.once('prefinish', this.answered).once('close', this.done);
    this.all.answer(request, response);
  }

  private hold(request: IncomingMessage, response: ServerResponse): void {
    const { socket, waiting } = this;
    if (this.kept === 0) socket.on('resume', this.stopReading);
    this.kept += 1;
    if (waiting.length < MOST_AHEAD && !this.isOver) waiting.push([request, response]);
    else this.endAfter(waiting.at(-1)?.[1]);
    socket.pause();
    this.all.keep(this);
  }

  private endAfter(last: ServerResponse | undefined): void {
    if (this.isOver) return;
    this.isOver = true;
    if (last !== undefined) last.shouldKeepAlive = false;
    this.lingerAtEnd();
  }

  /** Node would close at once, over what its client has sent or still sends, and it would lose the answer. */
  private lingerAtEnd(): void {
    const { socket } = this;
    socket.destroySoon = () => {
      socket.off('resume', this.stopReading);
      closeSoon(socket);
    };
  }

  /** The answer is written, though perhaps not taken. */
  private readonly answered = (): void => {
    const { current, socket } = this;
    if (socket.writableLength > 0) this.all.unread.add(this);
    if (current !== null && awaitsBody(current)) this.lingerAtEnd();
  };

  private readonly done = (): void => {
    const { current, socket, waiting } = this;
    this.current = null;
    this.all.unread.remove(this);
    if (socket.destroyed || socket.writableEnded) return;
    if (current !== null && !current.complete) {
      if (!this.isOver) Reflect.deleteProperty(socket, 'destroySoon');
      closeUnlessComplete(current);
    }
    // Not at once, or one connection with many requests keeps all others from theirs.
    if (waiting.length > 0) setImmediate(this.next);
  };

  private readonly next = (): void => {
    const { socket, waiting } = this;
    const next = waiting.shift();
    if (next === undefined) return;
    this.kept -= 1;
    this.all.release(this, 1);
    if (this.kept === 0) {
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
    const { kept } = this;
    this.waiting.length = 0;
    this.kept = 0;
    this.all.release(this, kept);
    this.all.unread.remove(this);
  };
}

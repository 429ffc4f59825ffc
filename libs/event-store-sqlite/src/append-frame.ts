/**
 * Message format between the calling thread and the writer thread: one flat array of strings and numbers a tick, one flat array of numbers back.
 * Flat because cloning objects between threads costs more than the rest of an append.
 */
export type Frame = (string | number)[];

/** An event in the texts that are hashed and stored. */
export interface TextEvent {
  readonly type: string;
  readonly eventId: string;
  readonly eventTime: string;
  readonly contextText: string;
  readonly dataText: string;
}

/** An append as the writer sees it. Revisions are numbers there, -1 for a stream that does not exist. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: number;
  /** Of the first event; empty without events. */
  readonly commandId: string;
  readonly requestHash: string;
  readonly events: readonly TextEvent[];
}

/** The requests of one tick and the time of the clock when they were handed over, RFC 3339 UTC. */
export interface AppendTick {
  readonly time: string;
  readonly requests: readonly AppendRequest[];
}

export function beginFrame(time: string): Frame {
  return [time];
}

export function addRequest(frame: Frame, request: AppendRequest): void {
  const { stream, expected, commandId, requestHash, events } = request;
  frame.push(stream, expected, commandId, requestHash, events.length);
  for (const event of events) {
    frame.push(event.type, event.eventId, event.eventTime, event.contextText, event.dataText);
  }
}

export function readFrame(frame: Readonly<Frame>): AppendTick {
  const requests: AppendRequest[] = [];
  let next = 0;
  const text = (): string => frame[next++] as string;
  const number = (): number => frame[next++] as number;
  const time = text();
  while (next < frame.length) {
    const stream = text();
    const expected = number();
    const [commandId, requestHash] = [text(), text()];
    const count = number();
    const events: TextEvent[] = [];
    for (let index = 0; index < count; index++) {
      events.push({
        type: text(),
        eventId: text(),
        eventTime: text(),
        contextText: text(),
        dataText: text(),
      });
    }
    requests.push({ stream, expected, commandId, requestHash, events });
  }
  return { time, requests };
}

/** How an append ended. Its place in a flat answer is followed by two numbers, revision and position. */
export const OUTCOME = {
  /** Revision and position of the answer. */
  appended: 0,
  /** The stream's actual revision. */
  conflict: 1,
  /** Revision and position of the first answer, given again; the stream may have moved on since. */
  repeated: 6,
  emptyAppend: 2,
  full: 3,
  unavailable: 4,
  ambiguous: 5,
  /** Another request is in the log under the command id. */
  keyReused: 7,
} as const;

export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];

/** Numbers per request in an answer: outcome, revision, position. */
export const ANSWER_LENGTH = 3;

/** What the writer says of one batch. */
export interface Answers {
  /** `ANSWER_LENGTH` numbers a request, in the order of the requests. */
  readonly outcomes: readonly number[];
  /** One text for each request that was appended: what the writer gave its events, see `readSeal`. */
  readonly seals: readonly string[];
}

const TIME_LENGTH = '2021-12-15T00:00:00.000Z'.length;
const HASH_LENGTH = 64;

/** Record time and hashes of the events of one append, in one text. */
export function sealOf(recordTime: string, hashes: readonly string[]): string {
  return recordTime + hashes.join('');
}

export function recordTimeIn(seal: string): string {
  return seal.slice(0, TIME_LENGTH);
}

export function readSeal(seal: string): { readonly recordTime: string; readonly hashes: readonly string[] } {
  const hashes: string[] = [];
  for (let begin = TIME_LENGTH; begin < seal.length; begin += HASH_LENGTH) {
    hashes.push(seal.slice(begin, begin + HASH_LENGTH));
  }
  return { recordTime: recordTimeIn(seal), hashes };
}

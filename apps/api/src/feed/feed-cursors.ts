import { createHmac } from 'node:crypto';
import type { EventReader } from '#libs/event-sourcing';
import { cursorOf, CursorUnreadable, readCursor } from '#libs/read-models';
import { Refusal } from '../http/problem/refusal';

const BEGINNING = '-1';
const POSITION = /^(-1|0|[1-9][0-9]{0,18})$/;

/**
 * Where readers of the feed stand. A position means other events in another log, and on EventStoreDB one at which no
 * event stands fails like an outage, for everybody who reads: so a log takes the cursors that it gave, and knows them
 * by its first event, which every replica can read and the feed does not show.
 */
export class FeedCursors {
  private key: string | undefined;

  constructor(private readonly log: EventReader) {}

  async at(position: bigint): Promise<string> {
    const text = position.toString(10);
    return cursorOf('feed', text, await this.markOf(text));
  }

  /** @throws Refusal CURSOR_INVALID */
  async positionIn(cursor: string): Promise<bigint> {
    const [position, mark] = keyOf(cursor);
    if (mark === (await this.markOf(position))) return BigInt(position);
    throw new Refusal('CURSOR_INVALID', 'cursor is of another log: begin anew without one');
  }

  private async markOf(position: string): Promise<string> {
    if (position === BEGINNING) return '';
    this.key ??= await this.readKey();
    return createHmac('sha256', this.key).update(position).digest('base64url').slice(0, 16);
  }

  private async readKey(): Promise<string> {
    const [first] = await this.log.readAll(-1n, 1);
    if (first === undefined)
      throw new Refusal('CURSOR_INVALID', 'there is no log yet: begin without a cursor');
    return `${first.position} ${first.metadata.hash}`;
  }
}

function keyOf(cursor: string): [position: string, mark: string] {
  try {
    const [kind, position, mark] = readCursor(cursor, 'string', 'string', 'string');
    if (kind === 'feed' && POSITION.test(String(position))) return [String(position), String(mark)];
  } catch (error) {
    if (!(error instanceof CursorUnreadable)) throw error;
  }
  throw new Refusal('CURSOR_INVALID', 'cursor is that of the next page of an earlier answer');
}

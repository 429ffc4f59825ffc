import { createHmac } from 'node:crypto';
import { markOf } from '#libs/event-sourcing';
import type { After, EventMark, EventReader } from '#libs/event-sourcing';
import { Refusal } from '#libs/http-edge';
import { cursorOf, CursorUnreadable, readCursor } from '#libs/read-models';

const BEGINNING = '-1';
const POSITION = /^(-1|0|[1-9][0-9]{0,18})$/;
/** Cursors of this version know the event they are at, those of older ones (`feed`) the first event of their log. */
const KINDS = ['place', 'feed'];

/**
 * How far readers of the feed have come. A position means other events in another log, and in one that went back to a
 * backup: so a cursor is bound to the event that is there. It is known by a key made of its hash, since the hash
 * itself would reveal an event that the reader may not see.
 */
export class FeedCursors {
  constructor(private readonly log: EventReader) {}

  at(after: After): string {
    if (typeof after === 'bigint') return cursorOf('place', BEGINNING, '');
    const text = after.position.toString(10);
    return cursorOf('place', text, sealOf(text, after.hash));
  }

  /** @throws Refusal CURSOR_INVALID, CURSOR_OF_ANOTHER_LOG */
  async placeIn(cursor: string): Promise<After> {
    const { kind, position, seal } = contentOf(cursor);
    if (position === BEGINNING && seal === '') return -1n;
    const found = await this.log.readAt(BigInt(position));
    if (found === undefined) throw ofAnotherLog();
    const key = kind === 'place' ? found.metadata.hash : await this.firstEvent();
    if (seal !== sealOf(position, key)) throw ofAnotherLog();
    return markOf(found);
  }

  private async firstEvent(): Promise<string> {
    const [first] = await this.log.readAll(-1n, 1);
    return first === undefined ? '' : `${first.position} ${first.metadata.hash}`;
  }
}

function sealOf(position: string, key: EventMark['hash']): string {
  return createHmac('sha256', key).update(position).digest('base64url').slice(0, 16);
}

/** The log went back behind the cursor, or is another one. */
export function ofAnotherLog(): Refusal {
  const detail = 'cursor is of another log, or of this one before it went back: begin anew without one';
  return new Refusal('CURSOR_OF_ANOTHER_LOG', detail);
}

function contentOf(cursor: string): { kind: string; position: string; seal: string } {
  try {
    const [kind, position, seal] = readCursor(cursor, 'string', 'string', 'string').map(String);
    if (kind !== undefined && position !== undefined && seal !== undefined) {
      if (KINDS.includes(kind) && POSITION.test(position)) return { kind, position, seal };
    }
  } catch (error) {
    if (!(error instanceof CursorUnreadable)) throw error;
  }
  throw new Refusal('CURSOR_INVALID', 'cursor is that of the next page of an earlier answer');
}

import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { renderSVG } from 'uqr';
import type { Transacted } from '#libs/event-sourcing';
import type { AnsweredOnce } from '#libs/http-edge';
import { Config } from '#libs/platform';
import { codeOf, hashOfTicket } from './ticket';
import type { Ticket } from './ticket';

/** Draws random bytes. */
export type RandomBytes = (count: number) => Uint8Array;
export const RANDOM_BYTES = Symbol('RANDOM_BYTES');

const BYTES = 16;
/** The quiet zone that the standard asks for. One mask reads as well as another, and to weigh all costs a millisecond. */
const DRAWN = { ecc: 'M', border: 4, pixelSize: 4, maskPattern: 2 } as const;

/** A request is repeated within seconds, when its answer was lost; so many codes take some 4 MB. */
const MOST_KEPT = 20_000;

/**
 * Issues tickets. Only the hash of a code is recorded. The last codes are kept in memory, so that a repeated request has
 * its first answer again; after a restart, or from another replica, that comes without the ticket.
 */
@Injectable()
export class TicketOffice {
  /** By the id of the event with the hash. */
  private readonly codes = new LRUCache<string, string>({ max: MOST_KEPT });

  constructor(
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Records with the hash of a new ticket, and shows the ticket if that is what was recorded. */
  async issue(record: (ticketHash: string) => Promise<Transacted>): Promise<AnsweredOnce> {
    const code = codeOf(this.randomBytes(BYTES));
    const recorded = await record(hashOfTicket(code));
    const [eventId] = recorded.eventIds;
    if (eventId === undefined) return recorded;
    if (recorded.repeated !== true) this.codes.set(eventId, code);
    const known = this.codes.get(eventId);
    return known === undefined ? recorded : { ...recorded, once: { ticket: this.ticketOf(known) } };
  }

  private ticketOf(code: string): Ticket {
    return { code, qr: renderSVG(`${this.config.ticketUrl ?? ''}${code}`, DRAWN) };
  }
}

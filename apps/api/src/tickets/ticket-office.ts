import { Inject, Injectable } from '@nestjs/common';
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

/** Issues tickets. The code is in one answer and nowhere else; only its hash is recorded. */
@Injectable()
export class TicketOffice {
  constructor(
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Records with the hash of a new ticket, and shows the ticket if that is what was recorded. */
  async issue(record: (ticketHash: string) => Promise<Transacted>): Promise<AnsweredOnce> {
    const code = codeOf(this.randomBytes(BYTES));
    const recorded = await record(hashOfTicket(code));
    if (recorded.repeated === true || recorded.events.length === 0) return recorded;
    return { ...recorded, once: { ticket: this.ticketOf(code) } };
  }

  private ticketOf(code: string): Ticket {
    return { code, qr: renderSVG(`${this.config.ticketUrl ?? ''}${code}`, DRAWN) };
  }
}

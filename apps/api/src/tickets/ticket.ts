import { createHash } from 'node:crypto';
import { CommandAnswerSchema, IsDescribedBy, IsNested, MayBeAbsent } from '#libs/http-edge';

/** Digits without letters that are read as others (Crockford's base 32). */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** So many digits hold 128 bits. */
const LENGTH = 26;
/** Longer texts are no ticket, however they are spelled. */
const LONGEST = 100;
const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** 16 bytes as the code that a driver reads, types and scans: 26 digits and capital letters. */
export function codeOf(bytes: Uint8Array): string {
  const number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  const digits = number.toString(DIGITS.length).padStart(LENGTH, '0');
  return Array.from(digits, (digit) => DIGITS[parseInt(digit, DIGITS.length)]).join('');
}

/**
 * SHA-256, in hex, of a code however it was typed: in small letters, with spaces or dashes, with O for 0 and I or L for
 * 1. A text that is no code has a hash as well, which leads nowhere, so that both take the same way.
 */
export function hashOfTicket(text: string): string {
  const typed = text.slice(0, LONGEST).toUpperCase().replace(/[\s-]/g, '');
  const code = typed.replace(/[OIL]/g, (letter) => MISREAD[letter] ?? letter);
  return createHash('sha256').update(code).digest('hex');
}

/** What a driver looks his place up with. */
export class Ticket {
  @IsDescribedBy({
    type: 'string',
    pattern: `^[${DIGITS}]{${LENGTH}}$`,
    description: '128 random bits, of which the server keeps a hash alone',
  })
  readonly code!: string;

  @IsDescribedBy({ type: 'string', description: 'QR code of the code, or of its public address, as SVG' })
  readonly qr!: string;
}

/** What a command answers that gives the driver a ticket. */
export class TicketedAnswer extends CommandAnswerSchema {
  /** Absent when nothing was recorded, in what is imported, and when a request is repeated after a restart. */
  @MayBeAbsent()
  @IsNested(() => Ticket)
  readonly ticket?: Ticket;
}

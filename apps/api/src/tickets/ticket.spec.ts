import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Transacted } from '#libs/event-sourcing';
import { readConfig } from '#libs/platform';
import { codeOf, hashOfTicket } from './ticket';
import { TicketOffice } from './ticket-office';

const BYTES = fc.uint8Array({ minLength: 16, maxLength: 16 });
const RECORDED: Transacted = {
  id: 'v1',
  revision: 0n,
  position: 1n,
  events: ['truckVisit.TruckArrived.v1'],
  eventIds: ['e1'],
  recordTime: '2021-12-25T00:00:00.000Z',
  warnings: [],
};

describe('the code of a ticket', () => {
  it('is all of its 128 bits', () => {
    expect(codeOf(new Uint8Array(16))).toBe('0'.repeat(26));
    expect(codeOf(new Uint8Array(16).fill(255))).toBe(`7${'Z'.repeat(25)}`);
    fc.assert(
      fc.property(BYTES, BYTES, (one, other) => {
        const isSame = Buffer.from(one).equals(Buffer.from(other));
        expect(codeOf(one) === codeOf(other)).toBe(isSame);
      }),
    );
  });

  it('has one hash, however it is typed', () => {
    fc.assert(
      fc.property(BYTES, fc.integer({ min: 2, max: 9 }), (bytes, size) => {
        const code = codeOf(bytes);
        const typed = code.toLowerCase().replace(new RegExp(`(.{${size}})`, 'g'), '$1 - ');
        expect(hashOfTicket(typed.replace(/0/g, 'o').replace(/1/g, 'I'))).toBe(hashOfTicket(code));
        expect(hashOfTicket(code)).toBe(createHash('sha256').update(code).digest('hex'));
      }),
    );
  });
});

describe('a ticket is issued', () => {
  const newOffice = () =>
    new TicketOffice((count) => new Uint8Array(count).fill(1), readConfig({ NODE_ENV: 'test' }));

  it('of the bytes that its source draws, and recorded as the hash of its code', async () => {
    let recorded = '';
    const { once } = await newOffice().issue((hash) => {
      recorded = hash;
      return Promise.resolve(RECORDED);
    });
    const { code } = once?.['ticket'] as { code: string };
    expect(code).toBe(codeOf(new Uint8Array(16).fill(1)));
    expect(recorded).toBe(hashOfTicket(code));
  });

  it('with nothing that was recorded before, and with nothing that was not recorded', async () => {
    const answers = [
      { ...RECORDED, repeated: true as const },
      { ...RECORDED, events: [], eventIds: [] },
    ];
    for (const answer of answers)
      expect(await newOffice().issue(() => Promise.resolve(answer))).toEqual(answer);
  });
});

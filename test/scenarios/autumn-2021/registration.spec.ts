import { GATES } from './periods';
import { iso6346Remainder, RegistrationOffice } from './registration';

describe('the registration office', () => {
  it('computes the check digit of ISO 6346', () => {
    expect(iso6346Remainder('CSQU305438')).toBe(3);
    expect(iso6346Remainder('TOLU473478')).toBe(7);
  });

  it('gives no plate and no container number twice, over all gates of a seed', () => {
    const given = GATES.flatMap((gate) => {
      const office = new RegistrationOffice(5, gate);
      return Array.from({ length: 9_000 }, () => [
        office.tractorPlate(),
        office.trailerPlate(),
        office.containerNumber(),
        office.foreignPlate(),
      ]).flat();
    });
    expect(new Set(given).size).toBe(given.length);
  });

  it('gives container numbers with the right check digit', () => {
    const office = new RegistrationOffice(7, 'TAN_THANH');
    for (let i = 0; i < 1_000; i += 1) {
      const number = office.containerNumber();
      expect(number).toMatch(/^[A-Z]{3}U[0-9]{7}$/u);
      expect(iso6346Remainder(number.slice(0, 10))).toBe(Number(number.slice(10)));
    }
  });
});

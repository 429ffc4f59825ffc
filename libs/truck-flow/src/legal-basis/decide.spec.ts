import { specificationOf } from '#libs/event-sourcing/testing';
import { legalBasis } from './decide';
import type { RegisterLegalBasis } from './decide';
import { foldLegalBasis, isInForceOn, legalDay } from './state';
import type { LegalBasisEvent } from './events';

const { given } = specificationOf(legalBasis, foldLegalBasis);

const DATA = {
  number: '12/QĐ-TEST',
  date: '2021-12-10',
  issuer: 'Test province',
  title: 'Prices of the test yards',
  validFrom: '2021-12-12',
  validTo: '2022-03-31',
};
const registering: RegisterLegalBasis = { kind: 'register', at: '2021-12-11T08:00:00+07:00', data: DATA };
const registered: LegalBasisEvent = {
  type: 'legalBasis.LegalBasisRegistered.v1',
  data: DATA,
  eventTime: registering.at,
};

describe('a legal basis', () => {
  it('is registered once', () => {
    given().when(registering).then([registered], []);
    given(registered).when(registering).thenNothing();
    given(registered)
      .when({ ...registering, at: '2021-12-12T08:00:00+07:00' })
      .thenNothing();
  });

  it('keeps its number to itself', () => {
    given(registered)
      .when({ ...registering, data: { ...DATA, title: 'Others' } })
      .thenRejected('LEGAL_BASIS_ALREADY_REGISTERED');
  });

  it('may be in force for one day, and not for less', () => {
    const of = (validTo: string) => given().when({ ...registering, data: { ...DATA, validTo } });
    of(DATA.validFrom).then([{ ...registered, data: { ...DATA, validTo: DATA.validFrom } }]);
    of('2021-12-11').thenRejected('RANGE_REVERSED');
  });

  it.each<[string, boolean]>([
    ['2021-12-11', false],
    ['2021-12-12', true],
    ['2022-03-31', true],
    ['2022-04-01', false],
  ])('on %s is in force: %s', (day, expected) => {
    expect(isInForceOn(DATA, day)).toBe(expected);
  });

  it('without a last day has no end', () => {
    const { validTo: _, ...open } = DATA;
    expect(isInForceOn(open, '2999-01-01')).toBe(true);
  });

  it.each([
    ['2022-01-01T00:00:00+07:00', '2022-01-01'],
    ['2021-12-31T17:00:00Z', '2022-01-01'],
    ['2021-12-31T23:59:59+07:00', '2021-12-31'],
  ])('counts by the days of Vietnam: %s', (time, expected) => {
    expect(legalDay(Date.parse(time))).toBe(expected);
  });
});

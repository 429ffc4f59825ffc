import { foldVisit } from '../truck-visit/state';
import type { Step } from '../truck-visit/events';
import { overrideObjections } from './override';
import type { Override } from './state';

const HOUR = 3_600_000;
const WORDS = { gate: 'TAN_THANH', override: 'override-1', visitId: 'visit-1' };
const act = (time: number, data: object = {}) => ({ time, data: { ...WORDS, ...data } });

const asked = { requested: act(0) } as unknown as Override;
const confirmed = { requested: act(0), confirmed: act(HOUR) } as unknown as Override;
const rejected = { ...confirmed, rejected: act(HOUR) } as Override;
const none = foldVisit([]);
const called = (override: string) =>
  foldVisit([
    { type: 'truckVisit.TruckCalledForward.v1', time: HOUR, data: { override } } as unknown as Step,
  ]);

const codes = (override: Override | undefined, time = 2 * HOUR, visitId = 'visit-1', visit = none) =>
  overrideObjections(override, { visitId, time, visit }).map(({ code }) => code);

describe('a call by an override', () => {
  it('is allowed once another agency has confirmed it', () => {
    expect(codes(confirmed)).toEqual([]);
    expect(codes(asked)).toEqual(['OVERRIDE_NOT_CONFIRMED']);
  });

  it('is of the visit that it was asked for, and at its gate', () => {
    expect(codes(undefined)).toEqual(['OVERRIDE_UNKNOWN']);
    expect(codes(confirmed, 2 * HOUR, 'visit-2')).toEqual(['OVERRIDE_UNKNOWN']);
  });

  it('is not allowed once it was rejected', () => {
    expect(codes(rejected)).toEqual(['OVERRIDE_NOT_CONFIRMED']);
  });

  it('is allowed for 24 hours from the request on, and no longer', () => {
    expect(codes(confirmed, 24 * HOUR)).toEqual([]);
    expect(codes(confirmed, 24 * HOUR + 1)).toEqual(['OVERRIDE_NOT_CONFIRMED']);
  });

  it('is allowed once', () => {
    expect(codes(confirmed, 2 * HOUR, 'visit-1', called('override-1'))).toEqual(['OVERRIDE_NOT_CONFIRMED']);
    expect(codes(confirmed, 2 * HOUR, 'visit-1', called('override-2'))).toEqual([]);
  });

  it('that was confirmed after it is allowed, for both were known when it was told', () => {
    expect(codes(confirmed, HOUR / 2)).toEqual([]);
  });
});

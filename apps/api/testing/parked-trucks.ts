import { tariffPublication } from '../src/tariffs/publish-tariff';
import type { ApiUnderTest } from './api-under-test';
import { DocumentedAnswers } from './documented-answers';

/* Trucks that stand in a yard, the relief of 25 December on an invented base price, and what it comes to. */

export const PRICE = 150_000;
export const YARD = 'TAN_THANH_YARD';
export const STAYED = { place: YARD, gate: 'TAN_THANH' };
export const RELIEF: object = Object.assign({}, tariffPublication.example, { cap: undefined });

/** Carries prices of any year. */
export const ORDINARY_BASIS = '01/QĐ-BEN';

export async function registerOrdinaryBasis(border: ApiUnderTest): Promise<void> {
  await border.record('/legal-bases', {
    at: '2021-01-01T00:00:00+07:00',
    number: ORDINARY_BASIS,
    date: '2020-12-01',
    issuer: 'Bến xe Tân Thanh',
    title: 'Giá dịch vụ lưu xe',
    validFrom: '2020-12-15',
  });
}

interface FeeLine {
  readonly line: string;
  readonly dayNight: number;
  readonly amount: number;
  readonly legalBasis: string;
  readonly suspendedMinutes: number;
}

interface Fees {
  readonly items: readonly FeeLine[];
  readonly total: number;
  readonly due: number;
}

/** The fees of a visit by the views, which show all that was recorded. `query` begins with a question mark. */
export async function feesOf(border: ApiUnderTest, visitId: string, query = ''): Promise<Fees> {
  await border.settle();
  const answer = await border.get(`/truck-visits/${visitId}/fees${query}`);
  const faults = DocumentedAnswers.of(border.app).faultsOf('/truck-visits/{visitId}/fees', answer.json());
  if (faults.length > 0) throw new Error(`${answer.body}: ${faults.join('; ')}`);
  return answer.json<Fees>();
}

/** A visit that stood in the yard from its arrival on, for so many days and no longer. */
export async function stayed(
  border: ApiUnderTest,
  {
    from,
    days,
    ...data
  }: { readonly from: string; readonly days: number; readonly [field: string]: unknown },
): Promise<string> {
  const visitId = await border.arrive(from, '12C-045.67', { ...STAYED, ...data });
  const left = new Date(Date.parse(from) + days * 86_400_000).toISOString();
  await border.step(visitId, 'yard-exit', left, { yard: YARD });
  return visitId;
}

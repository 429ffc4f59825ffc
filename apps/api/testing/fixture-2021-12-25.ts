import { DocumentedAnswers } from './documented-answers';
import { startApi } from './api-under-test';
import type { ApiUnderTest } from './api-under-test';

/* Fixture: 25 December 2021 at HUU_NGHI, told in six trucks; one more waits at TAN_THANH. It is eight in the evening. */

export const DAY = '2021-12-25';
export const DAY_BEFORE = '2021-12-24';

/** A time of that day, or another, on the gates' clocks. */
export const at = (time: string, date = DAY): string => `${date}T${time}:00+07:00`;

/** The same as the value of a query parameter. */
export const asked = (time: string, date = DAY): string => encodeURIComponent(at(time, date));

export interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor?: string | null;
  readonly total?: Readonly<Record<string, unknown>>;
  readonly asOf: { readonly position: string; readonly recordTime: string };
}

export interface DayFixture {
  readonly border: ApiUnderTest;
  /** Ids by what became of the truck. */
  readonly visits: Readonly<
    Record<'crossedYesterday' | 'cleared' | 'held' | 'crossed' | 'returned' | 'hasty' | 'elsewhere', string>
  >;
  /** A good answer that is as the document describes it. */
  read(path: string, token?: string): Promise<Page>;
}

export async function startFixture(): Promise<DayFixture> {
  const border = await startApi();
  const visits = {
    crossedYesterday: await through(border, DAY_BEFORE, '12C-000.01'),
    cleared: await border.arrive(at('06:00'), '12C-000.02'),
    held: await border.arrive(at('07:00'), '12C-000.03', {
      bodyType: 'BOX',
      consignments: [{ consignmentId: 'tiles', cargoClass: 'DRY' }],
    }),
    crossed: await through(border, DAY, '12C-000.04'),
    returned: await border.arrive(at('09:00'), '12C-000.05'),
    hasty: await border.arrive(at('05:00'), '12C-000.06'),
    elsewhere: await border.arrive(at('10:00'), '12C-000.07', { gate: 'TAN_THANH' }),
  };
  await border.step(visits.cleared, 'customs-clearance', at('07:30'), { declarationNumber: '305' });
  await border.step(visits.held, 'hold', at('09:00'), { cause: 'CUSTOMS' });
  await border.step(visits.returned, 'turn-back', at('16:00'), { reason: 'SOLD_AT_HOME' });
  const observation = { observed: true, observation: 'seen on camera' };
  await border.step(visits.hasty, 'crossing', at('05:30'), observation);
  await border.settle();
  const documented = DocumentedAnswers.of(border.app);
  return { border, visits, read: (path, token) => read(border, documented, path, token) };
}

/** All the way in one day: cleared at 8, disinfected by the health officer, called at 9, handed over at 10, across at 12. */
export async function through(border: ApiUnderTest, date: string, plate: string): Promise<string> {
  const visitId = await border.arrive(at('06:30', date), plate);
  await border.step(visitId, 'customs-clearance', at('08:00', date), { declarationNumber: '305' });
  const disinfected = { at: at('08:30', date), targets: ['CABIN'], procedureVersion: '2' };
  const health = await border.token('health-officer', { gates: ['*'] });
  await border.post(`/truck-visits/${visitId}/disinfection`, disinfected, health);
  await border.step(visitId, 'call-forward', at('09:00', date), { deadline: at('18:00', date) });
  await border.step(visitId, 'handover', at('10:00', date), { dedicatedDriver: 'HUU_NGHI-D01' });
  await border.step(visitId, 'crossing', at('12:00', date));
  await border.step(visitId, 'return', at('15:00', date));
  return visitId;
}

async function read(
  border: ApiUnderTest,
  documented: DocumentedAnswers,
  path: string,
  token?: string,
): Promise<Page> {
  const answer = await border.get(path, token);
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
  const [route = ''] = path.replace(/(HUU_NGHI|TAN_THANH|CHI_MA|ALL)/, '{gate}').split('?');
  expect(documented.faultsOf(route, answer.json())).toEqual([]);
  return answer.json<Page>();
}

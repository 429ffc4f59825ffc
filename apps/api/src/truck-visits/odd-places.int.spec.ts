import { arrivalOf, startApi } from '../../testing/api-under-test';
import type { ApiUnderTest } from '../../testing/api-under-test';

/* A place that looks like the code of a yard and is none (PLACE_NOT_A_YARD). */

let border: ApiUnderTest;
let trucks = 0;
let plate = '';

beforeAll(async () => {
  border = await startApi();
});

afterAll(() => border.close());

beforeEach(() => {
  trucks += 1;
  plate = `12C-06${String(trucks).padStart(3, '0')}`;
});

const AT = '2021-12-25T08:10:00+07:00';

describe('a place', () => {
  const placed = async (path: string, data: object) => {
    const answer = await border.post(path, { at: AT, ...data });
    return answer.json<{ warnings: object[] }>().warnings;
  };
  const warning = [{ code: 'PLACE_NOT_A_YARD', pointer: '/place' }];

  test('that looks like a code and is no yard is warned of, in an arrival, a step and a correction', async () => {
    const arrival = arrivalOf(plate, AT);
    const arrived = await border.post('/truck-visits', { ...arrival, place: 'HUU_NGHI_YRAD' });
    const { id: visitId, warnings } = arrived.json<{ id: string; warnings: object[] }>();
    expect(warnings).toEqual(warning);
    const step = `/truck-visits/${visitId}/customs-clearance`;
    expect(await placed(step, { declarationNumber: 'D-1', place: 'HUU_NGHI_YRAD' })).toEqual(warning);
    const corrected = { ...arrival, place: 'HUU_NGI_YARD' };
    const { events } = await border.store.readStream(`truckVisit-${visitId}`);
    const correction = { eventId: events[0]?.eventId, reason: 'INCORRECT_DATA', corrected };
    expect(await placed(`/truck-visits/${visitId}/correction`, correction)).toEqual([
      { code: 'PLACE_NOT_A_YARD', pointer: '/corrected/place' },
    ]);
  });

  test.each(['HUU_NGHI_YARD', 'ki-lô-mét số 0', 'KM15', 'Bãi xe Bảo Nguyên', 'B2'])(
    '%s is a yard or free text',
    async (place) => {
      const visitId = await border.arrive(AT, plate);
      expect(await placed(`/truck-visits/${visitId}/yard-entry`, { yard: 'HUU_NGHI_YARD', place })).toEqual(
        [],
      );
    },
  );
});

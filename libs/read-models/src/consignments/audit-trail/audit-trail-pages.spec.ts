import { RecordedLog } from '../../../testing/recorded-log';
import { auditTrail } from './audit-trail-query';
import { consignments } from '../consignments';
import { CursorUnreadable } from '../../paging/cursor';
import { EVERYTHING } from '../../paging/scope';
import { truckVisits } from '../../truck-visits/truck-visits';

const GOODS = { consignments: [{ consignmentId: 'C1', cargoClass: 'DRY', owner: 'ALPHA' }] };

/** Time of day on the day of the story. */
function at(time: string): string {
  return `2021-12-15T${time}:00+07:00`;
}

describe('a long audit trail', () => {
  it('is read in pages that leave nothing out and say nothing twice', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), GOODS);
    for (const cause of ['A', 'B', 'C']) log.step('v1', 'hold', at('09:00'), { cause });
    log.step('v1', 'customs-clearance', at('08:30'), { declarationNumber: 'D1' });
    const db = await log.views(truckVisits, consignments);
    const read = (limit: number, cursor?: string) =>
      auditTrail(db, { consignmentId: 'C1', scope: EVERYTHING, limit, ...(cursor && { cursor }) });
    const whole = read(5);
    expect([whole?.items.length, whole?.nextCursor]).toEqual([5, null]);
    const pages: string[][] = [];
    for (let cursor: string | null | undefined = ''; typeof cursor === 'string';) {
      const page = read(2, cursor);
      pages.push((page?.items ?? []).map(({ eventId }) => eventId));
      cursor = page?.nextCursor;
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(whole?.items.map(({ eventId }) => eventId));
  });

  it.each(['WzFd', 'WzEsIngiXQ', 'WyIxIiwyXQ', 'e30', ''])(
    'refuses the cursor %j, which is none',
    async (cursor) => {
      const log = new RecordedLog();
      log.arrival('v1', at('08:00'), GOODS);
      const db = await log.views(truckVisits, consignments);
      const query = { consignmentId: 'C1', scope: EVERYTHING, limit: 1, cursor };
      expect(() => auditTrail(db, query)).toThrow(CursorUnreadable);
    },
  );
});

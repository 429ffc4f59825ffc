import { auditTrail } from './audit-trail-query';
import { consignments } from './consignments';
import { YARD } from '../testing/given-events';
import { RecordedLog } from '../testing/recorded-log';
import type { Scope } from './scope';
import { truckVisits } from './truck-visits';

const GOODS = { consignmentId: 'C1', cargoClass: 'DRY', owner: 'ALPHA' };
const OTHER_GOODS = { consignmentId: 'C2', cargoClass: 'DRY', owner: 'BETA' };

function at(time: string): string {
  return `2021-12-15T${time}:00+07:00`;
}

describe('scope of an audit trail', () => {
  const nothing: Scope = { gates: [], yards: [], companies: [] };

  it.each<[string, Partial<Scope>, string[]]>([
    ['nothing', {}, []],
    ['the whole trail to the owner', { companies: ['ALPHA'] }, ['v1', 'v1', 'v2']],
    ['the first visit to its gate', { gates: ['NORTH_GATE'] }, ['v1', 'v1']],
    ['the second visit to its gate', { gates: ['OTHER_GATE'] }, ['v2']],
    ['the first visit to its carrier', { companies: ['HAULER'] }, ['v1', 'v1']],
    ['the second visit to its carrier', { companies: ['SECOND'] }, ['v2']],
    ['nothing to the owner of other goods on the truck', { companies: ['BETA'] }, []],
  ])('shows %s', async (_rule, scope, visits) => {
    const log = new RecordedLog();
    log.arrival('v2', at('07:00'), {
      consignments: [OTHER_GOODS],
      gate: 'OTHER_GATE',
      carrier: 'SECOND',
    });
    log.arrival('v1', at('08:00'), { consignments: [GOODS, OTHER_GOODS], carrier: 'HAULER' });
    const toTractor = { plate: '29C99999', country: 'VN', visitId: 'v2' };
    log.step('v1', 'container-cut', at('09:00'), { yard: YARD, toTractor });
    log.step('v2', 'crossing', at('10:00'), { vehicle: { plate: '29C99999' } });
    const db = await log.views(truckVisits, consignments);
    const trail = auditTrail(db, { consignmentId: 'C1', scope: { ...nothing, ...scope }, limit: 500 });
    expect((trail?.items ?? []).map(({ visitId }) => visitId)).toEqual(visits);
  });
});

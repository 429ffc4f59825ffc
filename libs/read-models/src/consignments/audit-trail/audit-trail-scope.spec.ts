import { auditTrail } from './audit-trail-query';
import type { AuditTrailQuery } from './audit-trail-query';
import { consignments } from '../consignments';
import { GATE, YARD } from '../../../testing/given-events';
import { RecordedLog } from '../../../testing/recorded-log';
import { EVERYTHING } from '../../paging/scope';
import type { Scope } from '../../paging/scope';
import { truckVisits } from '../../truck-visits/truck-visits';

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

describe('an audit trail of an id that two owners use', () => {
  const owned = (owner: string) => ({ consignments: [{ ...GOODS, owner }] });
  const log = new RecordedLog();
  log.arrival('v1', at('08:00'), owned('ALPHA'));
  log.arrival('v2', at('09:00'), owned('RIVAL'));
  log.arrival('v3', at('10:00'), { consignments: [{ consignmentId: 'C1', cargoClass: 'DRY' }] });
  log.step('v1', 'crossing', at('11:00'), { vehicle: { plate: '12C04567' } });

  const read = async (by: Partial<AuditTrailQuery>) => {
    const db = await log.views(truckVisits, consignments);
    return auditTrail(db, { consignmentId: 'C1', scope: EVERYTHING, limit: 500, ...by });
  };
  const visits = async (by: Partial<AuditTrailQuery>) =>
    ((await read(by))?.items ?? []).map(({ visitId }) => visitId);

  it.each([
    ['ALPHA', ['v1', 'v1']],
    ['RIVAL', ['v2']],
  ])('is to %s the one of its own, as if there were no other', async (owner, expected) => {
    const scope: Scope = { gates: [], yards: [], companies: [owner] };
    expect(await visits({ scope })).toEqual(expected);
    expect(JSON.stringify(await read({ scope }))).not.toMatch(/"consignments":\[\{"owner":"[A-Z]+"\}/);
    expect(await visits({ scope, owner: owner === 'ALPHA' ? 'RIVAL' : 'ALPHA' })).toEqual([]);
  });

  it('says to whoever sees both whose each entry is', async () => {
    const trail = await read({});
    const [alpha, rival, gate] = [{ owner: 'ALPHA' }, { owner: 'RIVAL' }, { gate: GATE }];
    expect(trail?.consignments).toEqual([gate, alpha, rival]);
    expect(trail?.items.map((entry) => [entry.visitId, entry.consignments])).toEqual([
      ['v1', [alpha]],
      ['v2', [rival]],
      ['v3', [gate]],
      ['v1', [alpha]],
    ]);
  });

  it('is read for one of them by owner, or by gate for goods without one', async () => {
    expect(await visits({ owner: 'RIVAL' })).toEqual(['v2']);
    expect(await visits({ gate: GATE })).toEqual(['v3']);
    expect((await read({ owner: 'ALPHA' }))?.consignments).toBeUndefined();
  });
});

describe('an owner on a truck with goods of others', () => {
  const warnings = [
    { code: 'PLATE_UNUSUAL', pointer: '/tractor/plate' },
    { code: 'ODD', pointer: '/consignments/0/consignmentId' },
    { code: 'ODD', pointer: '/consignments/1/consignmentId' },
  ];
  const mixed = { consignments: [OTHER_GOODS, { ...GOODS, contractRef: 'K1' }], warnings };

  it('reads of the trail, corrections included, what concerns his own', async () => {
    const log = new RecordedLog();
    const arrival = log.arrival('v1', at('08:00'), mixed);
    const truck = { visitId: 'v1', gate: GATE, tractor: { plate: '12C04567' }, bodyType: 'BOX' };
    const corrected = { at: at('07:50'), data: { ...truck, ...mixed } };
    log.correction('v1', arrival, at('12:00'), corrected);
    const db = await log.views(truckVisits, consignments);
    const scope: Scope = { gates: [], yards: [], companies: ['ALPHA'] };
    const trail = auditTrail(db, { consignmentId: 'C1', scope, limit: 500 });
    expect(JSON.stringify(trail)).not.toMatch(/BETA|C2/);
    const [entry] = trail?.items ?? [];
    const own = { consignments: [{ ...GOODS, contractRef: 'K1' }], warnings: [warnings[0], OWN_WARNING] };
    expect(entry?.data).toMatchObject(own);
    expect(entry?.corrections[0]?.data).toMatchObject({ corrected: { data: own } });
  });
});

const OWN_WARNING = { code: 'ODD', pointer: '/consignments/0/consignmentId' };

import type { DatabaseSync } from 'node:sqlite';
import { borderGates } from '../border-gates/border-gates';
import { gateSource } from '../border-gates/border-gates-query';
import { CursorUnreadable } from '../paging/cursor';
import { YARD } from '../../testing/given-events';
import { gateTurns } from '../gate-queue/turns/gate-turns';
import { RecordedLog } from '../../testing/recorded-log';
import { toldSteps } from '../../testing/told-steps';
import { EVERYTHING } from '../paging/scope';
import type { Scope } from '../paging/scope';
import { truckVisit } from './truck-visit-query';
import { truckVisits } from './truck-visits';
import { findTruckVisits } from './truck-visits-query';
import type { FoundVisits, TruckVisitSearch } from './truck-visits-query';

const NOW = Date.parse('2021-12-15T12:00:00+07:00');

let db: DatabaseSync;

beforeAll(async () => {
  const log = new RecordedLog();
  log.registerGate();
  log.arrival('v1', '2021-12-15T08:00:00+07:00', {
    carrier: 'ALPHA',
    container: { number: 'CSQU3054383' },
  });
  log.arrival('v2', '2021-12-15T09:00:00+07:00', {
    tractor: { plate: '29C12345' },
    trailer: { plate: '29R00001' },
    container: { number: 'MSKU6011672' },
    containers: [{ number: 'MSKU6011672' }, { number: 'MSCU6639870' }],
    yardOfPlace: YARD,
    consignments: [
      { consignmentId: 'c2', cargoClass: 'DRY', owner: 'BETA', originProvince: 'VN-53' },
      {
        consignmentId: 'c4',
        cargoClass: 'DRY',
        commodity: 'PEPPER',
        owner: 'GAMMA',
        originProvince: 'VN-02',
      },
    ],
  });
  const misread = log.arrival('v3', '2021-12-15T09:00:00+07:00', {
    gate: 'OTHER_GATE',
    carrier: 'WRONG',
  });
  const { tractor, carrier } = { tractor: { plate: '12C04568' }, carrier: 'ALPHA' };
  const consignments = [{ consignmentId: 'c3', cargoClass: 'DRY' }];
  const corrected = {
    visitId: 'v3',
    gate: 'OTHER_GATE',
    direction: 'EXPORT',
    bodyType: 'BOX',
    tractor,
    carrier,
    consignments,
  };
  log.correction('v3', misread, '2021-12-15T09:05:00+07:00', {
    at: '2021-12-15T09:00:00+07:00',
    data: corrected,
  });
  log.step('v1', 'container-lift', '2021-12-15T10:00:00+07:00', {
    yard: YARD,
    container: { number: 'CSQU3054383' },
    toVehicle: { plate: '桂F12345', country: 'CN' },
  });
  log.step('v1', 'turn-back', '2021-12-15T11:00:00+07:00', { reason: 'closed' });
  log.step('v2', 'hold', '2021-12-15T10:00:00+07:00', { cause: 'INSPECTION' });
  log.gate('GateSuspended', '2021-12-15T11:00:00+07:00', {
    orderedBy: 'FOREIGN',
    reason: 'finding',
    commodityScope: ['PEPPER'],
  });
  db = await log.views(truckVisits, gateTurns, borderGates);
});

function search(by: Partial<TruckVisitSearch> = {}): FoundVisits {
  return findTruckVisits(db, { at: NOW, limit: 50, scope: EVERYTHING, ...by }, gateSource(db));
}

function idsOf(found: FoundVisits): string[] {
  return found.items.map(({ visitId }) => visitId);
}

describe('search for truck visits', () => {
  it('tells an owner nothing of where the goods of others on the truck come from', () => {
    const asked = (company: string, originProvince: string) =>
      idsOf(search({ originProvince, scope: { gates: [], yards: [], companies: [company] } }));
    expect([asked('BETA', 'VN-53'), asked('BETA', 'VN-02')]).toEqual([['v2'], []]);
    expect([asked('GAMMA', 'VN-53'), asked('GAMMA', 'VN-02')]).toEqual([[], ['v2']]);
  });

  it('tells an owner nothing of what stops the goods of others on the truck', () => {
    const crossingOf = (company: string) => {
      const scope = { gates: [], yards: [], companies: [company] };
      const [v2] = search({ scope }).items.filter(({ visitId }) => visitId === 'v2');
      expect(v2?.next).toEqual(truckVisit(db, { visitId: 'v2', at: NOW, scope }, gateSource(db))?.next);
      return v2?.next.find(({ step }) => step === 'crossing')?.whyNot;
    };
    expect(crossingOf('GAMMA')).toContain('GATE_SUSPENDED');
    expect(crossingOf('BETA')).not.toContain('GATE_SUSPENDED');
  });

  it.each<[string, Partial<TruckVisitSearch>, string[]]>([
    ['shows all, latest arrival first', {}, ['v3', 'v2', 'v1']],
    ['finds a plate in any spelling', { plate: '12c-045.67' }, ['v3', 'v1']],
    ['finds the plate a correction gave', { plate: '12C04568' }, ['v3']],
    ['finds a trailer', { plate: '29R-000.01' }, ['v2']],
    ['finds the vehicle that received the goods', { plate: '桂F·12345' }, ['v1']],
    ['finds a container', { container: 'csqu 305438-3' }, ['v1']],
    ['finds the first of two containers', { container: 'MSKU6011672' }, ['v2']],
    ['finds the second of two containers', { container: 'MSCU 663987-0' }, ['v2']],
    ['finds by gate', { gate: 'OTHER_GATE' }, ['v3']],
    ['finds by stage', { stages: ['TURNED_BACK'] }, ['v1']],
    ['finds by several stages', { stages: ['TURNED_BACK', 'ARRIVED'] }, ['v3', 'v2', 'v1']],
    ['finds by the end of a plate', { plateEnds: '568' }, ['v3']],
    ['finds by the end of a trailer', { plateEnds: '00001' }, ['v2']],
    ['finds by the end of a vehicle that received the goods', { plateEnds: '345' }, ['v2', 'v1']],
    ['finds no plate that holds the text elsewhere', { plateEnds: '045' }, []],
    ['finds those that are held', { held: true }, ['v2']],
    ['finds those that are not held', { held: false }, ['v3', 'v1']],
    ['finds by carrier, as it counts today', { carrier: 'ALPHA' }, ['v3', 'v1']],
    ['finds no carrier that was named by mistake', { carrier: 'WRONG' }, []],
    ['finds by where goods come from', { originProvince: 'VN-53' }, ['v2']],
    [
      'finds by all of them',
      { plate: '12C04567', container: 'CSQU3054383', gate: 'NORTH_GATE', stages: ['ARRIVED'] },
      [],
    ],
    ['finds nothing', { plate: '99Z99999' }, []],
  ])('%s', (_rule, by, ids) => {
    expect(idsOf(search(by))).toEqual(ids);
  });

  it('shows what lists need', () => {
    const found = search({ stages: ['ARRIVED'] }).items.map(({ next, ...row }) => ({
      ...row,
      next: toldSteps(next.filter(({ required }) => required)),
    }));
    expect(found).toEqual([
      {
        visitId: 'v3',
        gate: 'OTHER_GATE',
        stage: 'ARRIVED',
        arrivedAt: '2021-12-15T02:00:00+00:00',
        tractor: { plate: '12C04568' },
        carrier: 'ALPHA',
        held: false,
        next: [
          'customs-clearance',
          'disinfection: CUSTOMS_NOT_CLEARED',
          'handover: CUSTOMS_NOT_CLEARED CABIN_NOT_DISINFECTED',
          'crossing: CUSTOMS_NOT_CLEARED CABIN_NOT_DISINFECTED NOT_HANDED_OVER',
        ],
      },
      {
        visitId: 'v2',
        gate: 'NORTH_GATE',
        stage: 'ARRIVED',
        arrivedAt: '2021-12-15T09:00:00+07:00',
        tractor: { plate: '29C12345' },
        trailer: { plate: '29R00001' },
        container: { number: 'MSKU6011672' },
        containers: [{ number: 'MSKU6011672' }, { number: 'MSCU6639870' }],
        yard: YARD,
        held: true,
        next: [
          'hold-lift',
          'customs-clearance',
          'disinfection: CUSTOMS_NOT_CLEARED',
          'handover: CUSTOMS_NOT_CLEARED CABIN_NOT_DISINFECTED VISIT_HELD',
          'crossing: CUSTOMS_NOT_CLEARED CABIN_NOT_DISINFECTED NOT_HANDED_OVER VISIT_HELD GATE_SUSPENDED',
        ],
      },
    ]);
  });

  it('goes on where the page before ended, also between equal arrivals', () => {
    const pages: string[][] = [];
    for (let page = search({ limit: 1 }); ; page = search({ limit: 1, cursor: page.nextCursor })) {
      pages.push(idsOf(page));
      if (page.nextCursor === null) break;
    }
    expect(pages).toEqual([['v3'], ['v2'], ['v1']]);
  });

  it('refuses a cursor or a plate that is none', () => {
    expect(() => search({ cursor: 'made-up' })).toThrow(CursorUnreadable);
    expect(() => search({ plate: '?' })).toThrow(/^PLATE_UNREADABLE/u);
  });
});

describe('scope', () => {
  const nothing: Scope = { gates: [], yards: [], companies: [] };

  it.each<[string, Partial<Scope>, string[]]>([
    ['nothing', {}, []],
    ['a gate', { gates: ['NORTH_GATE'] }, ['v2', 'v1']],
    ['all gates', { gates: 'ALL' }, ['v3', 'v2', 'v1']],
    ['the trucks present in a yard now', { yards: [YARD] }, ['v2']],
    ['all yards', { yards: 'ALL' }, ['v2']],
    ['a carrier', { companies: ['ALPHA'] }, ['v3', 'v1']],
    ['an owner', { companies: ['BETA'] }, ['v2']],
    ['not a company that was named by mistake', { companies: ['WRONG'] }, []],
    ['several of them', { gates: ['OTHER_GATE'], yards: [YARD] }, ['v3', 'v2']],
  ])('shows %s', (_rule, scope, ids) => {
    const visible = { ...nothing, ...scope };
    expect(idsOf(search({ scope: visible }))).toEqual(ids);
    const details = ['v3', 'v2', 'v1'].filter(
      (visitId) => truckVisit(db, { visitId, at: 0, scope: visible }, gateSource(db)) !== undefined,
    );
    expect(details).toEqual(ids);
  });
});

import type { DatabaseSync } from 'node:sqlite';
import { borderGates } from '../border-gates/border-gates';
import { gateSource } from '../border-gates/border-gates-query';
import { consignments } from './consignments';
import { findConsignments } from './consignments-query';
import type { ConsignmentSearch, FoundConsignments } from './consignments-query';
import { GATE, YARD } from '../../testing/given-events';
import { RecordedLog } from '../../testing/recorded-log';
import { EVERYTHING } from '../paging/scope';
import type { Scope } from '../paging/scope';
import { truckVisits } from '../truck-visits/truck-visits';

function search(db: DatabaseSync, by: Partial<ConsignmentSearch> = {}): FoundConsignments {
  return findConsignments(
    db,
    { at: Date.parse('2022-02-01T00:00:00Z'), limit: 50, scope: EVERYTHING, ...by },
    gateSource(db),
  );
}

function ids(found: FoundConsignments): string[] {
  return found.items.map(({ consignmentId }) => consignmentId);
}

function goods(consignmentId: string, owner?: string): object {
  return {
    consignmentId,
    cargoClass: 'FRESH_PRODUCE',
    commodity: 'JACKFRUIT',
    ...(owner === undefined ? {} : { owner }),
  };
}

function built(log: RecordedLog): Promise<DatabaseSync> {
  return log.views(consignments, truckVisits, borderGates);
}

describe('search for goods', () => {
  let db: DatabaseSync;

  beforeAll(async () => {
    const log = new RecordedLog();
    log.registerGate();
    log.arrival('v1', '2021-12-14T23:30:00+07:00', {
      consignments: [goods('c1', 'ALPHA')],
      yardOfPlace: YARD,
    });
    log.arrival('v2', '2021-12-15T00:00:00+07:00', {
      carrier: 'HAULER',
      consignments: [goods('c2', 'ALPHA'), goods('c3', 'BETA')],
    });
    log.step('v2', 'customs-clearance', '2021-12-15T09:00:00+07:00', { declarationNumber: 'D2' });
    log.step('v1', 'diversion', '2021-12-15T10:00:00+07:00', { reason: 'full' });
    log.arrival('v3', '2021-12-16T08:00:00Z', {
      gate: 'OTHER_GATE',
      consignments: [goods('c1', 'ALPHA')],
    });
    db = await built(log);
  });

  it.each<[string, Partial<ConsignmentSearch>, string[]]>([
    ['shows all by id', {}, ['c1', 'c2', 'c3']],
    ['finds by owner', { owner: 'ALPHA' }, ['c1', 'c2']],
    ['finds by a part of an owner, whatever the case', { owner: 'lph' }, ['c1', 'c2']],
    ['finds the goods of all owners that fit', { owner: 'A' }, ['c1', 'c2', 'c3']],
    ['finds by declaration', { declarationNumber: 'D2' }, ['c2', 'c3']],
    ['finds by any gate they came to', { gate: 'OTHER_GATE' }, ['c1']],
    ['finds by the local day of an arrival', { from: '2021-12-15', to: '2021-12-16' }, ['c2', 'c3']],
    ['ends before the last day', { to: '2021-12-15' }, ['c1']],
    [
      'finds by all of them',
      { owner: 'BETA', declarationNumber: 'D2', gate: GATE, from: '2021-12-15' },
      ['c3'],
    ],
    ['finds nothing', { owner: 'NOBODY' }, []],
  ])('%s', (_rule, by, expected) => {
    expect(ids(search(db, by))).toEqual(expected);
  });

  it('says by which visits they came and where they are', () => {
    const location = {
      visitId: 'v2',
      gate: GATE,
      stage: 'CUSTOMS_CLEARED',
      vehicle: { tractor: { plate: '12C04567' } },
    };
    expect(search(db, { declarationNumber: 'D2', owner: 'ALPHA' }).items).toEqual([
      {
        ...goods('c2', 'ALPHA'),
        visits: [
          {
            visitId: 'v2',
            gate: GATE,
            stage: 'CUSTOMS_CLEARED',
            arrivedAt: '2021-12-15T00:00:00+07:00',
            declarationNumber: 'D2',
          },
        ],
        location,
        locations: [location],
      },
    ]);
    expect(search(db, { limit: 1 }).items[0]).toMatchObject({
      visits: [
        { visitId: 'v1', stage: 'DIVERTED' },
        { visitId: 'v3', stage: 'ARRIVED' },
      ],
      location: { visitId: 'v3', gate: 'OTHER_GATE' },
    });
  });

  it('goes on where the page before ended', () => {
    const first = search(db, { limit: 2 });
    const second = search(db, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([ids(first), ids(second), second.nextCursor]).toEqual([['c1', 'c2'], ['c3'], null]);
  });

  it.each<[string, Partial<Scope>, string[]]>([
    ['nothing', {}, []],
    ['what came to a gate', { gates: [GATE] }, ['c1', 'c2', 'c3']],
    ['what is in a yard now', { yards: [YARD] }, []],
    ['what a company owns, not what else is on the truck', { companies: ['BETA'] }, ['c3']],
    ['what a company carries', { companies: ['HAULER'] }, ['c2', 'c3']],
  ])('shows %s', (_rule, scope, expected) => {
    expect(ids(search(db, { scope: { gates: [], yards: [], companies: [], ...scope } }))).toEqual(expected);
  });

  it('says of goods whose last visit is out of sight where they were seen last', () => {
    const [c1] = search(db, { scope: { gates: [GATE], yards: [], companies: [] } }).items;
    expect(c1).toMatchObject({ visits: [{ visitId: 'v1' }], location: { visitId: 'v1', stage: 'DIVERTED' } });
  });
});

describe('goods follow', () => {
  it('a correction of the arrival, and stay known under the mistaken id without being found', async () => {
    const log = new RecordedLog();
    const arrival = log.arrival('v1', '2021-12-15T08:00:00+07:00', {
      consignments: [goods('c1', 'ALPHA')],
    });
    const right = {
      visitId: 'v1',
      gate: GATE,
      direction: 'EXPORT',
      tractor: { plate: 'A1' },
      bodyType: 'BOX',
    };
    const corrected = {
      at: '2021-12-15T08:00:00+07:00',
      data: { ...right, consignments: [goods('c9', 'ALPHA')] },
    };
    log.correction('v1', arrival, '2021-12-15T08:05:00+07:00', corrected);
    const db = await built(log);
    expect(ids(search(db))).toEqual(['c9']);
    expect(search(db, { scope: { gates: [], yards: [], companies: ['ALPHA'] } }).items).toHaveLength(1);
    expect(db.prepare('SELECT consignment_id, in_force FROM consignments ORDER BY 1').all()).toMatchObject([
      { consignment_id: 'c1', in_force: 0 },
      { consignment_id: 'c9', in_force: 1 },
    ]);
  });

  it('a correction of the customs clearance', async () => {
    const log = new RecordedLog();
    log.arrival('v1', '2021-12-15T08:00:00+07:00');
    const cleared = log.step('v1', 'customs-clearance', '2021-12-15T09:00:00+07:00', {
      declarationNumber: 'D1',
    });
    log.correction('v1', cleared, '2021-12-15T09:05:00+07:00');
    expect(ids(search(await built(log), { declarationNumber: 'D1' }))).toEqual([]);
  });

  it('the clock of a gate that is registered late, or corrected', async () => {
    const log = new RecordedLog();
    log.arrival('v1', '2021-12-14T23:30:00Z');
    const registered = log.registerGate();
    expect(ids(search(await built(log), { from: '2021-12-15' }))).toHaveLength(1);
    const [at, data] = [
      '2000-01-01T00:00:00+07:00',
      { gate: GATE, timeZone: 'Etc/UTC', lanes: [], hours: [] },
    ];
    const corrected = { eventId: registered, reason: 'INCORRECT_DATA', corrected: { at, data } };
    log.gate('EventCorrected', '2021-12-16T00:00:00Z', corrected);
    expect(ids(search(await built(log), { from: '2021-12-15' }))).toEqual([]);
  });
});

describe('a search for goods by a part of their owner', () => {
  const found = async (owners: readonly string[], by: Partial<ConsignmentSearch>): Promise<string[]> => {
    const log = new RecordedLog();
    log.registerGate();
    owners.forEach((owner, index) => {
      const number = String(index).padStart(3, '0');
      log.arrival(`v${number}`, '2021-12-15T08:00:00+07:00', {
        tractor: { plate: `29C12${number}` },
        consignments: [goods(`c${number}`, owner)],
      });
    });
    const db = await built(log);
    const all: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = search(db, { limit: 2, ...by, ...(cursor === undefined ? {} : { cursor }) });
      all.push(...ids(page));
      more = page.nextCursor !== null;
      cursor = page.nextCursor ?? undefined;
    }
    return all;
  };

  it('takes Vietnamese letters in either case', async () => {
    const owners = ['CÔNG TY ĐẠI PHÁT', 'Công ty Đại Lộc', 'An Phú'];
    expect(await found(owners, { owner: 'đại' })).toEqual(['c000', 'c001']);
    expect(await found(owners, { owner: 'PHÚ' })).toEqual(['c002']);
    expect(await found(owners, { owner: '%' })).toEqual([]);
  });

  it('goes through all pages, of few owners and of many', async () => {
    const owners = Array.from({ length: 60 }, (_, index) => (index % 10 === 0 ? 'BETA' : `ALPHA_${index}`));
    const every = owners.map((_, index) => `c${String(index).padStart(3, '0')}`);
    expect(await found(owners, { owner: 'a' })).toEqual(every);
    expect(await found(owners, { owner: 'alpha_1' })).toEqual(
      every.filter((_, i) => i === 1 || (i > 10 && i < 20)),
    );
  });
});

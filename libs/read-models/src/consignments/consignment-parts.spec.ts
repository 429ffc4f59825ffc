import { borderGates } from '../border-gates/border-gates';
import { gateSource } from '../border-gates/border-gates-query';
import { consignments } from './consignments';
import { findConsignments } from './consignments-query';
import type { ConsignmentSearch } from './consignments-query';
import { GATE } from '../../testing/given-events';
import { RecordedLog } from '../../testing/recorded-log';
import { EVERYTHING } from '../paging/scope';
import { truckVisits } from '../truck-visits/truck-visits';

const at = (time: string) => `2021-12-15T${time}:00+07:00`;
const goods = (owner?: string, more: object = {}) => ({
  consignments: [{ consignmentId: 'c1', cargoClass: 'DRY', ...(owner && { owner }), ...more }],
});

async function search(log: RecordedLog, by: Partial<ConsignmentSearch> = {}) {
  const db = await log.views(consignments, truckVisits, borderGates);
  return findConsignments(
    db,
    { at: Date.parse('2022-02-01T00:00:00Z'), limit: 50, scope: EVERYTHING, ...by },
    gateSource(db),
  );
}

async function partsIn(log: RecordedLog): Promise<string[][]> {
  const { items } = await search(log);
  return items.map(({ locations }) => locations.map(({ visitId }) => visitId));
}

describe('goods on several trucks', () => {
  it('have a location for each part, and one told by the latest visit', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), goods('ALPHA'));
    log.arrival('v2', at('09:00'), goods('ALPHA'));
    log.step('v1', 'crossing', at('10:00'), { vehicle: { plate: '12C04567' } });
    const [found] = (await search(log)).items;
    expect(found?.location).toMatchObject({ visitId: 'v2', stage: 'ARRIVED' });
    expect(found?.locations).toMatchObject([
      { visitId: 'v1', stage: 'CROSSED' },
      { visitId: 'v2', stage: 'ARRIVED' },
    ]);
  });

  it('that were diverted and came again are one part', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), goods('ALPHA'));
    log.step('v1', 'diversion', at('10:00'), { reason: 'full' });
    log.arrival('v2', at('11:00'), { gate: 'OTHER_GATE', ...goods('ALPHA') });
    expect(await partsIn(log)).toEqual([['v2']]);
  });

  it('that turned back while another part stands there are still a part', async () => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), goods('ALPHA'));
    log.arrival('v2', at('09:00'), goods('ALPHA'));
    log.step('v1', 'turn-back', at('10:00'), { reason: 'closed' });
    expect(await partsIn(log)).toEqual([['v1', 'v2']]);
  });

  it.each([
    ['the part that its visit continues', { previousVisitId: 'v1' }, ['v2', 'v3']],
    ['else the part that left last', {}, ['v1', 'v3']],
  ])('come again in the place of %s', async (_which, data, parts) => {
    const log = new RecordedLog();
    log.arrival('v1', at('08:00'), goods('ALPHA'));
    log.arrival('v2', at('08:30'), goods('ALPHA'));
    log.step('v1', 'turn-back', at('10:00'), { reason: 'closed' });
    log.step('v2', 'turn-back', at('10:30'), { reason: 'closed' });
    log.arrival('v3', at('12:00'), { ...goods('ALPHA'), ...data });
    expect(await partsIn(log)).toEqual([parts]);
  });
});

describe('goods that share an id', () => {
  const log = new RecordedLog();
  log.arrival('v1', at('08:00'), goods('ALPHA', { commodity: 'RICE' }));
  log.arrival('v2', at('09:00'), goods('BETA', { commodity: 'PEPPER' }));
  log.arrival('v3', at('10:00'), goods());
  log.arrival('v4', at('11:00'), { gate: 'OTHER_GATE', ...goods() });

  it('are found one by one: by owner or, without one, by gate', async () => {
    const { items } = await search(log);
    expect(items.map(({ owner, location: { visitId, gate } }) => [owner, visitId, gate])).toEqual([
      [undefined, 'v3', GATE],
      [undefined, 'v4', 'OTHER_GATE'],
      ['ALPHA', 'v1', GATE],
      ['BETA', 'v2', GATE],
    ]);
  });

  it('go on where the page before ended', async () => {
    const visits: string[] = [];
    for (let page = await search(log, { limit: 1 }); ;) {
      visits.push(...page.items.map(({ location }) => location.visitId));
      if (page.nextCursor === null) break;
      page = await search(log, { limit: 1, cursor: page.nextCursor });
    }
    expect(visits).toEqual(['v3', 'v4', 'v1', 'v2']);
  });

  it('on one truck are two consignments', async () => {
    const mixed = new RecordedLog();
    mixed.arrival('v1', at('08:00'), {
      consignments: [...goods('ALPHA').consignments, ...goods('BETA').consignments],
    });
    expect((await search(mixed)).items.map(({ owner }) => owner)).toEqual(['ALPHA', 'BETA']);
  });
});

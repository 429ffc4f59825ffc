import { YARD } from '../../../testing/given-events';
import { RecordedLog } from '../../../testing/recorded-log';
import { EVERYTHING } from '../../paging/scope';
import { truckVisits } from '../../truck-visits/truck-visits';
import { consignments } from '../consignments';
import { auditTrail } from './audit-trail-query';

const GOODS = { consignments: [{ consignmentId: 'C1', cargoClass: 'DRY', owner: 'ALPHA' }] };
const OTHER_GOODS = { consignments: [{ consignmentId: 'C2', cargoClass: 'DRY', owner: 'BETA' }] };
const at = (time: string) => `2021-12-15T${time}:00+07:00`;

test('goods in two containers go on with both trucks when one of the two goes onto another', async () => {
  const log = new RecordedLog();
  const containers = [{ number: 'MSKU6011672' }, { number: 'MSCU6639870' }];
  log.arrival('v1', at('08:00'), { ...GOODS, container: containers[0], containers });
  log.arrival('v2', at('08:10'), { ...OTHER_GOODS, tractor: { plate: '29C99999' } });
  const lift = log.step('v1', 'container-lift', at('09:00'), {
    yard: YARD,
    container: containers[1],
    toVehicle: { plate: '29C99999', country: 'VN' },
    toVisitId: 'v2',
  });
  log.step('v2', 'goods-receipt', at('09:00'), {
    ...GOODS,
    gate: 'NORTH_GATE',
    fromVisitId: 'v1',
    eventId: lift,
    transfer: 'CONTAINER_LIFT',
    container: containers[1],
  });
  log.step('v1', 'crossing', at('10:00'), { vehicle: { plate: '12C04567' } });
  log.step('v2', 'crossing', at('11:00'), { vehicle: { plate: '29C99999' } });
  const views = await log.views(truckVisits, consignments);
  const trail = auditTrail(views, { consignmentId: 'C1', scope: EVERYTHING, limit: 500 });
  expect((trail?.items ?? []).map(({ visitId, type }) => `${visitId} ${type.split('.')[1] ?? ''}`)).toEqual([
    'v1 TruckArrived',
    'v1 ContainerLifted',
    'v2 GoodsReceived',
    'v1 BorderCrossed',
    'v2 BorderCrossed',
  ]);
});

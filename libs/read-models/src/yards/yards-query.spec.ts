import { capacityAt, unknownYard } from '#libs/truck-flow';
import { GATE, YARD } from '../../testing/given-events';
import { RecordedLog } from '../../testing/recorded-log';
import { yards } from './yards';
import { yardCodes, yardOf, yardSource } from './yards-query';

const AT = '2021-12-15T08:00:00+07:00';
const LATER = '2021-12-15T09:00:00+07:00';

function registeredYard(): [RecordedLog, string] {
  const log = new RecordedLog();
  const data = {
    yard: YARD,
    gate: GATE,
    name: 'Test yard',
    capacity: { min: 500, max: 700 },
    tenure: 'PERMANENT',
  };
  return [log, log.record(`yard-${YARD}`, 'yard.YardRegistered.v1', '2000-01-01T00:00:00+07:00', data)];
}

async function capacitiesOf(log: RecordedLog): Promise<(number | undefined)[]> {
  const db = await log.views(yards);
  return [AT, LATER].map((at) => capacityAt(yardSource(db).yard(YARD), Date.parse(at) - 1)?.capacity.max);
}

describe('a yard shows', () => {
  it('its registration', async () => {
    const [log] = registeredYard();
    expect(await capacitiesOf(log)).toEqual([700, 700]);
    expect(yardOf(await log.views(yards), YARD)?.registered?.data).toMatchObject({
      gate: GATE,
      name: 'Test yard',
    });
  });

  it('a change of its capacity from its time on', async () => {
    const [log] = registeredYard();
    log.record(`yard-${YARD}`, 'yard.YardCapacityChanged.v1', AT, {
      capacity: { min: 1, max: 9 },
      tenure: 'TEMPORARY',
    });
    expect(await capacitiesOf(log)).toEqual([700, 9]);
  });

  it('a correction', async () => {
    const [log, eventId] = registeredYard();
    const data = {
      yard: YARD,
      gate: GATE,
      name: 'Test yard',
      capacity: { min: 5, max: 7 },
      tenure: 'PERMANENT',
    };
    const corrected = { at: '2000-01-01T00:00:00+07:00', data };
    log.record(`yard-${YARD}`, 'yard.EventCorrected.v1', AT, {
      eventId,
      reason: 'INCORRECT_DATA',
      corrected,
    });
    expect(await capacitiesOf(log)).toEqual([7, 7]);
  });

  it('itself to who may see its gate or itself', async () => {
    const [log] = registeredYard();
    const db = await log.views(yards);
    const seen = [
      yardCodes(db, { yards: [YARD], gates: [] }),
      yardCodes(db, { yards: [], gates: [GATE] }),
      yardCodes(db, { yards: 'ALL', gates: [] }),
      yardCodes(db, { yards: ['OTHER'], gates: ['OTHER'] }),
    ];
    expect(seen).toEqual([[YARD], [YARD], [YARD], []]);
    expect([yardOf(db, 'OTHER'), yardSource(db).yard('OTHER')]).toEqual([undefined, unknownYard]);
  });
});

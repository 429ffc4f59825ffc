import { upcasted } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { UPCASTERS } from './categories';
import { DEDICATED_DRIVER } from './dedicated-driver/category';
import { TRUCK_VISIT } from './truck-visit/category';

const read = (type: string, data: object) => upcasted({ type, data } as RecordedEvent, UPCASTERS);

describe('an event whose texts were stored as they came in', () => {
  const consignments = [
    { consignmentId: 'lot\u200b6', owner: 'NÔNG SẢN'.normalize('NFD'), cargoClass: 'DRY' },
  ];
  const arrival = {
    gate: 'CHI_MA',
    carrier: ' ACME\u200e',
    container: { number: 'QZPU–6000132' },
    consignments,
  };
  const normal = {
    gate: 'CHI_MA',
    carrier: 'ACME',
    container: { number: 'QZPU6000132' },
    consignments: [{ consignmentId: 'lot6', owner: 'NÔNG SẢN', cargoClass: 'DRY' }],
  };

  it('is read in the one spelling of each', () => {
    expect(read('truckVisit.TruckArrived.v1', arrival).data).toEqual(normal);
    const corrected = { at: '2021-12-15T06:40:00+07:00', data: arrival };
    const correction = { eventId: 'x', reason: 'INCORRECT_DATA', corrected };
    expect(read('truckVisit.EventCorrected.v1', correction).data).toEqual({
      ...correction,
      corrected: { ...corrected, data: normal },
    });
  });

  it.each([...TRUCK_VISIT.types, ...DEDICATED_DRIVER.types])('is read so where it is a %s', (type) => {
    expect(read(type, { told: ' NÔNG SẢN'.normalize('NFD') }).data).toEqual({ told: 'NÔNG SẢN' });
  });

  it('keeps a text of which nothing would be left', () => {
    const data = { declarationNumber: '\u200b' };
    expect(read('truckVisit.CustomsCleared.v1', data).data).toBe(data);
  });

  it('is the event itself where they are in one spelling', () => {
    const event = { type: 'truckVisit.TruckArrived.v1', data: normal } as unknown as RecordedEvent;
    expect(upcasted(event, UPCASTERS)).toBe(event);
  });
});

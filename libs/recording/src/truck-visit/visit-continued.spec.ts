import {
  A,
  B,
  C,
  PLATES,
  arrives,
  crosses,
  orLeft,
  send,
  step,
  told,
  visitIn,
} from '../../testing/three-trucks';

/* An arrival that names no visit before it is told which one it continues, by its tractor and goods. */

const goods = { consignments: [{ consignmentId: 'g-1', cargoClass: 'FRESH_PRODUCE' }] };
const truck = { tractor: { plate: PLATES[A] }, ...goods };
const first = arrives(A, 0, { gate: 'TAN_THANH', ...truck });
const sentHere = step(A, 'diversion', 60, { reason: 'queue', toGate: 'CHI_MA' });

async function continuedBy(changed: object = {}, before = [first, sentHere]) {
  const store = await told(...before, arrives(B, 120, { ...truck, ...changed }));
  return (await visitIn(store, B)).arrival?.data.previousVisitId;
}

describe('a truck that was sent to this gate', () => {
  it('continues its visit there, up to seven days later', async () => {
    expect(await continuedBy()).toBe(A);
    expect(await continuedBy({ at: '2021-12-08T07:00:00+07:00' })).toBe(A);
    expect(await continuedBy({ at: '2021-12-08T07:00:01+07:00' })).toBeUndefined();
  });

  it('continues none with another tractor, with other goods, or at another gate', async () => {
    expect(await continuedBy({ tractor: { plate: PLATES[C] } })).toBeUndefined();
    const more = [...goods.consignments, { consignmentId: 'g-2', cargoClass: 'DRY' }];
    expect(await continuedBy({ consignments: more })).toBeUndefined();
    expect(await continuedBy({ gate: 'HUU_NGHI' })).toBeUndefined();
  });

  it('continues none that ended otherwise, or was sent on to no gate', async () => {
    expect(await continuedBy({}, [first, crosses(A, 60)])).toBeUndefined();
    const back = step(A, 'turn-back', 60, { reason: 'spoiled', toGate: 'CHI_MA' });
    expect(await continuedBy({}, [first, back])).toBeUndefined();
    expect(await continuedBy({}, [first, step(A, 'diversion', 60, { reason: 'queue' })])).toBeUndefined();
  });

  it('continues the one that its report names, whatever was found', async () => {
    expect(await continuedBy({ previousVisitId: C })).toBe(C);
  });

  it('arrives once, though it is told again without the visit that was found', async () => {
    const again = arrives(B, 120, truck);
    const store = await told(first, sentHere, again);
    expect(
      await orLeft(send(store, { ...again, body: { ...again.body, at: arrives(B, 300).body.at } })),
    ).toBe('DONE');
    const { steps, arrival } = await visitIn(store, B);
    expect([steps.length, arrival?.data.previousVisitId]).toEqual([1, A]);
  });
});

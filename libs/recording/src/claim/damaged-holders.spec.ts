import { DamagedStreams, MemoryEventStore, settingAside } from '#libs/event-sourcing';
import type { StepBody } from '#libs/truck-flow';
import { A, answered, arrives, B, BOX, lifts, PLATES, step, told } from '../../testing/three-trucks';
import { claimStreamOf } from './claim-streams';

/* What somebody deleted or damaged may still hold a truck. */

const arrival = (visitId: string, time: string, more: object = {}): StepBody => ({
  at: `2021-12-01T${time}:00+07:00`,
  visitId,
  gate: 'CHI_MA',
  direction: 'EXPORT',
  bodyType: 'REEFER_CONTAINER',
  consignments: [{ consignmentId: `c-${visitId}`, cargoClass: 'FRESH_PRODUCE' }],
  tractor: { plate: '12C04567' },
  ...more,
});
const SEEN = { observed: true, observation: 'it stands in lane 2' };
const HOLDER = 'truckVisit-first';

/** A log in which the first visit has arrived, and was then deleted softly: it reads as if it never had been. */
async function deletedHolder() {
  const memory = new MemoryEventStore(() => new Date(0));
  const record = (visitId: string, body: StepBody) => answered(store, { visitId, step: 'arrival', body });
  const damaged = new DamagedStreams();
  const readStream = memory.readStream.bind(memory);
  const gone = new Set<string>();
  const isDeleted = (stream: string) => Promise.resolve(gone.has(stream));
  const changed = {
    isDeleted,
    readStream: (stream: string, from?: bigint) =>
      gone.has(stream)
        ? Promise.resolve({ events: [], revision: 'noStream' as const })
        : readStream(stream, from),
  };
  const store = settingAside(Object.assign(memory, changed), damaged);
  await record('first', arrival('first', '06:00'));
  gone.add(HOLDER);
  return { record, damaged, appended: async () => (await memory.readAll(-1n, 100)).length };
}

it('a holder that was deleted is none that never arrived: nothing is stored, and the truck is refused', async () => {
  const { record, appended } = await deletedHolder();
  const before = await appended();
  await expect(record('second', arrival('second', '09:00'))).rejects.toMatchObject({
    name: 'StreamDamaged',
    stream: HOLDER,
  });
  expect(await appended()).toBe(before);
});

it('a damaged holder holds nothing any more once somebody has looked at it', async () => {
  const { record, damaged } = await deletedHolder();
  damaged.show([{ stream: HOLDER, reason: 'DELETED', isAccepted: false }]);
  await expect(record('second', arrival('second', '09:00'))).rejects.toMatchObject({ stream: HOLDER });
  damaged.show([{ stream: HOLDER, reason: 'DELETED', isAccepted: true }]);
  await expect(record('second', arrival('second', '09:00'))).resolves.toMatchObject({
    events: ['truckVisit.TruckArrived.v1'],
  });
});

it('a truck that is seen takes the place of a damaged holder', async () => {
  const { record } = await deletedHolder();
  await expect(record('second', arrival('second', '09:00', SEEN))).resolves.toMatchObject({
    events: ['truckVisit.TruckArrived.v1'],
  });
});

it.each([A, B])(
  'a command is not refused for what it cannot bring into line after it is recorded (claims of %s)',
  async (visitId) => {
    const memory = await told(arrives(A, 0, { container: { number: BOX } }), lifts(A, B, 20));
    const damaged = new DamagedStreams();
    const store = settingAside(memory, damaged);
    const stream = claimStreamOf({ kind: 'tractor', id: PLATES[visitId] ?? '' });
    damaged.show([{ stream, reason: 'DELETED', isAccepted: false }]);
    await expect(answered(store, step(A, 'hold', 40, { cause: 'PAPERS' }))).resolves.toMatchObject({
      events: ['truckVisit.HoldPlaced.v1'],
    });
  },
);

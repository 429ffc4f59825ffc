import type { EventStore } from '#libs/event-sourcing';
import {
  A,
  B,
  BOX,
  C,
  answered,
  arrives,
  crosses,
  lifts,
  seen,
  send,
  step,
  told,
} from '../../testing/three-trucks';
import type { Report } from '../../testing/three-trucks';

/* Whoever reads as of an answer's position sees all that the command did, on every visit that it reached. */

const BOXED = arrives(A, 0, { container: { number: BOX } });

const STORIES: Record<string, readonly Report[]> = {
  'a transfer onto a truck that is here': [BOXED, arrives(B, 5), lifts(A, B, 60)],
  'a transfer onto a truck that handed its goods on already': [
    BOXED,
    arrives(B, 5),
    arrives(C, 10),
    lifts(B, C, 80, { visitId: C }),
    step(A, 'transload', 60, {
      ...seen,
      yard: 'CHI_MA_YARD',
      toVehicle: { plate: '12C00002', country: 'VN', visitId: B },
    }),
  ],
  'the arrival of a truck that got goods already': [BOXED, lifts(A, B, 60), arrives(B, 5)],
  'an observed arrival of a truck that stands elsewhere': [
    BOXED,
    arrives(C, 70, { container: { number: BOX }, ...seen }),
  ],
};

async function lastOfVisits(store: EventStore): Promise<bigint> {
  const log = await store.readAll(-1n, 1_000);
  return log.findLast(({ stream }) => stream.startsWith('truckVisit-'))?.position ?? -1n;
}

describe('the answer of a command that reaches several visits', () => {
  it.each(Object.entries(STORIES))('gives the last position of all: %s', async (_, story) => {
    const store = await told(...story.slice(0, -1));
    const before = await store.lastPosition();
    const report = story.at(-1) as Report;
    const answer = await answered(store, report);
    expect(answer.position).toBe(await lastOfVisits(store));
    expect(answer.position).toBeGreaterThan(before + 1n);
    await send(store, crosses(C, 900));
    expect(await answered(store, report)).toEqual({ ...answer, repeated: true });
  });

  it('gives the revision of its own visit, so that the next command may name it', async () => {
    const store = await told(BOXED, lifts(A, B, 60));
    const { revision } = await answered(store, arrives(B, 5));
    expect(revision).toBe((await store.readStream(`truckVisit-${B}`)).revision);
  });

  it('is moved on when a repetition completes what a crash left', async () => {
    const store = await told(BOXED, arrives(B, 5));
    let left = Infinity;
    const dying: EventStore = Object.assign(Object.create(store) as EventStore, {
      append: (...call: Parameters<EventStore['append']>) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('died')) : store.append(...call);
      },
    });
    // The note of the goods and the transfer itself.
    left = 2;
    await expect(answered(dying, lifts(A, B, 60))).rejects.toThrow('died');
    const answer = await answered(store, lifts(A, B, 60));
    expect(answer.position).toBe(await lastOfVisits(store));
    expect((await store.readStream(`truckVisit-${B}`)).revision).toBe(1n);
  });
});

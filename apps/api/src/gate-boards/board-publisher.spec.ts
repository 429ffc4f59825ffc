import type { EventBus } from '@nestjs/cqrs';
import { Subject } from 'rxjs';
import { readConfig } from '#libs/platform';
import { ViewsNotReady } from '#libs/projections';
import type { ReadSide } from '#libs/projections';
import type { BoardFrame, BoardFrames } from './board-frames';
import { BoardPublisher } from './board-publisher';

/** A publisher over views that change when the test says so, and a clock that the test moves. */
function busyGate() {
  let trucks = 0;
  let changed = (): void => undefined;
  const reader = { isReady: true, isHeld: false };
  const frameOf = (): BoardFrame => ({ type: 'board', id: String(trucks), data: String(trucks) });
  const views = {
    reader,
    onChange: (listener: () => void) => {
      changed = listener;
      return () => (changed = () => undefined);
    },
  } as unknown as ReadSide;
  const read = () => {
    if (reader.isReady) return { HUU_NGHI: frameOf() };
    throw new ViewsNotReady('the views are being built');
  };
  const frames = { read } as unknown as BoardFrames;
  const bus = new Subject();
  const events = Object.assign(bus, { publish: bus.next.bind(bus) }) as unknown as EventBus;
  const publisher = new BoardPublisher(views, frames, events, readConfig({}));
  const arrive = (): void => {
    trucks += 1;
    changed();
  };
  const lose = (): void => {
    reader.isReady = false;
    changed();
  };
  return { publisher, arrive, lose, reader };
}

describe('the publisher of boards', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends at most two rows a second, and the last one is right (F-53)', () => {
    const { publisher, arrive } = busyGate();
    const rows: string[] = [];
    const following = publisher.rows('HUU_NGHI').subscribe(({ data }) => rows.push(data));
    for (let truck = 0; truck < 50; truck += 1) {
      arrive();
      jest.advanceTimersByTime(100);
    }
    jest.advanceTimersByTime(1_000);
    following.unsubscribe();
    expect(rows.at(-1)).toBe('50');
    expect(rows.length).toBeGreaterThan(5);
    // The first row, and five seconds of them.
    expect(rows.length).toBeLessThanOrEqual(1 + 2 * 5 + 1);
  });

  it('keeps all that follow while nobody knows whether the log is the same, and goes on when it is', () => {
    const { publisher, arrive, reader } = busyGate();
    const rows: string[] = [];
    const following = publisher.rows('HUU_NGHI').subscribe(({ data }) => rows.push(data));
    Object.assign(reader, { isReady: false, isHeld: true });
    arrive();
    jest.advanceTimersByTime(60_000);
    expect(rows).toEqual(['0']);
    Object.assign(reader, { isReady: true, isHeld: false });
    arrive();
    jest.advanceTimersByTime(1_000);
    expect(rows).toEqual(['0', '2']);
    following.unsubscribe();
  });

  it('ends all that follow boards of another log, and shows those boards to nobody', () => {
    const { publisher, lose, reader } = busyGate();
    const ends: unknown[] = [];
    const follow = () =>
      publisher.rows('HUU_NGHI').subscribe({ error: (error: Error) => ends.push(error.name) });
    follow();
    follow();
    lose();
    expect(() => follow()).not.toThrow();
    expect(ends).toEqual(['ViewsNotReady']);
    jest.advanceTimersByTime(1_000);
    expect(ends).toEqual(['ViewsNotReady', 'RowsLost', 'RowsLost']);
    expect(jest.getTimerCount()).toBe(0);
    reader.isReady = true;
    follow().unsubscribe();
    expect(ends).toHaveLength(3);
  });

  it('looks at nothing when nobody follows any more', () => {
    const { publisher, arrive } = busyGate();
    publisher.rows('HUU_NGHI').subscribe().unsubscribe();
    arrive();
    expect(jest.getTimerCount()).toBe(0);
  });
});

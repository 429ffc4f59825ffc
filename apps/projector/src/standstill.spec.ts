import { Standstill, STANDSTILL_MILLISECONDS } from './standstill';

const SINCE = '2021-12-25T13:00:00.000Z';

describe('views that stand still', () => {
  let [position, time] = [4n, 0];
  let standstill: Standstill;
  const wait = (milliseconds: number): void => {
    time += milliseconds;
  };

  beforeEach(() => {
    [position, time] = [4n, 1_000];
    standstill = new Standstill({ position: () => position, now: () => SINCE, elapsed: () => time });
  });

  it('are behind once the log went on without them for 15 s, and say since when and why', () => {
    standstill.look(9n);
    wait(STANDSTILL_MILLISECONDS - 1);
    expect([standstill.behind, standstill.duration]).toEqual([undefined, 14_999]);
    wait(1);
    expect(standstill.behind).toEqual({ since: SINCE, reason: 'the views stand at 4, the log at 9' });
    standstill.failed('the subscription was refused');
    standstill.look(12n);
    expect(standstill.behind?.reason).toBe(
      'the views stand at 4, the log at 12: the subscription was refused',
    );
  });

  it('are not while they move, however far they are behind', () => {
    for (let look = 0; look < 10; look += 1) {
      standstill.look(1_000n);
      wait(10_000);
      position += 1n;
    }
    expect(standstill.behind).toBeUndefined();
  });

  it('are not any more once they have moved, and what failed before is forgotten', () => {
    standstill.failed('once');
    standstill.look(9n);
    wait(60_000);
    expect(standstill.behind).toBeDefined();
    position = 5n;
    standstill.look(9n);
    expect([standstill.behind, standstill.duration]).toEqual([undefined, 0]);
    wait(STANDSTILL_MILLISECONDS);
    expect(standstill.behind?.reason).toBe('the views stand at 5, the log at 9');
  });

  it('are not at the end of the log, and nothing begins while nobody knows where that is', () => {
    standstill.look(4n);
    wait(60_000);
    standstill.look(undefined);
    wait(60_000);
    expect(standstill.behind).toBeUndefined();
    standstill.look(9n);
    wait(60_000);
    standstill.look(undefined);
    expect(standstill.behind).toBeDefined();
  });
});

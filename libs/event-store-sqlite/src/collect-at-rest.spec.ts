import { collectAtRest } from './collect-at-rest';

const SECOND = 1_000;

describe('a thread at rest', () => {
  const before = globalThis.gc;
  const gc = jest.fn();

  beforeEach(() => {
    jest.useFakeTimers();
    gc.mockClear();
    globalThis.gc = gc;
  });

  afterEach(() => {
    jest.useRealTimers();
    globalThis.gc = before;
  });

  it('collects once after its last work, and again after the next', () => {
    const working = collectAtRest();
    for (let second = 0; second < 60; second += 10) {
      jest.advanceTimersByTime(10 * SECOND);
      working();
    }
    expect(gc).not.toHaveBeenCalled();
    jest.advanceTimersByTime(600 * SECOND);
    expect(gc).toHaveBeenCalledTimes(1);
    working();
    jest.advanceTimersByTime(600 * SECOND);
    expect(gc).toHaveBeenCalledTimes(2);
  });

  it('goes on without when the collector is not exposed', () => {
    globalThis.gc = undefined;
    collectAtRest();
    jest.advanceTimersByTime(600 * SECOND);
    expect(gc).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });
});

import { JoinedReads } from './joined-reads';

/** Reads of a number that counts up while the first reads of it are under way. */
function counter() {
  let [value, calls] = [0, 0];
  const answers: (() => void)[] = [];
  const read = (): Promise<number> => {
    calls += 1;
    const seen = value;
    return new Promise((resolve) =>
      answers.push(() => {
        resolve(seen);
      }),
    );
  };
  return {
    read,
    calls: () => calls,
    answer: () => answers.shift()?.(),
    change: () => (value += 1),
  };
}

describe('reads that are shared', () => {
  it('are never joined when they have begun: who comes later sees what has changed since', async () => {
    const { read, calls, answer, change } = counter();
    const shared = new JoinedReads<number>();
    const first = shared.take('gate', read);
    change();
    const later = Array.from({ length: 5 }, () => shared.take('gate', read));
    expect(calls()).toBe(1);
    answer();
    expect(await first).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    answer();
    expect(await Promise.all(later)).toEqual([1, 1, 1, 1, 1]);
    expect(calls()).toBe(2);
  });

  it('are begun at once for other things, and again when all are answered', async () => {
    const { read, calls, answer } = counter();
    const shared = new JoinedReads<number>();
    const both = [shared.take('gate', read), shared.take('yard', read)];
    expect(calls()).toBe(2);
    answer();
    answer();
    await Promise.all(both);
    void shared.take('gate', read);
    expect(calls()).toBe(3);
  });

  it('do not wait long for one that hangs, and fail alone', async () => {
    const shared = new JoinedReads<number>();
    let fail: (error: Error) => void = () => undefined;
    const hanging = shared.take('gate', () => new Promise<number>((_, reject) => (fail = reject)));
    await expect(shared.take('gate', () => Promise.resolve(1))).resolves.toBe(1);
    fail(new Error('gone'));
    await expect(hanging).rejects.toThrow('gone');
    await expect(shared.take('gate', () => Promise.resolve(2))).resolves.toBe(2);
  });
});

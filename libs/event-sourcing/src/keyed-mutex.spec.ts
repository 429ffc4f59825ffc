import { KeyedMutex } from './keyed-mutex';

interface Step {
  readonly done: Promise<string>;
  finish: (text: string) => void;
  fail: (error: Error) => void;
}

function step(): Step {
  const never = (): never => {
    throw new Error('the promise was not made');
  };
  const made: { finish: (text: string) => void; fail: (error: Error) => void } = {
    finish: never,
    fail: never,
  };
  const done = new Promise<string>((resolve, reject) => {
    Object.assign(made, { finish: resolve, fail: reject });
  });
  return { ...made, done };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('work that shares a key waits for what asked first, then runs in the order in which it asked', async () => {
  const mutex = new KeyedMutex();
  const first = step();
  const began: string[] = [];
  const one = mutex.run(['key'], () => {
    began.push('one');
    return first.done;
  });
  const others = ['two', 'three'].map((name) =>
    mutex.run(['key'], () => {
      began.push(name);
      return Promise.resolve(name);
    }),
  );
  await turn();
  expect(began).toEqual(['one']);
  first.finish('first answer');
  expect(await one).toBe('first answer');
  expect(await Promise.all(others)).toEqual(['two', 'three']);
  expect(began).toEqual(['one', 'two', 'three']);
  expect(mutex.size).toBe(0);
});

test('work that fails does not fail what waits for it', async () => {
  const mutex = new KeyedMutex();
  const first = step();
  const one = mutex.run(['key'], () => first.done);
  const two = mutex.run(['key'], () => Promise.resolve('second'));
  first.fail(new Error('refused'));
  await expect(one).rejects.toThrow('refused');
  expect(await two).toBe('second');
});

test('other keys do not wait, and one shared key of several is enough to', async () => {
  const mutex = new KeyedMutex();
  const first = step();
  const one = mutex.run(['a'], () => first.done);
  expect(await mutex.run(['b'], () => Promise.resolve('b'))).toBe('b');
  let isBoth = false;
  const both = mutex.run(['b', 'a'], () => Promise.resolve((isBoth = true)));
  await turn();
  expect(isBoth).toBe(false);
  first.finish('a');
  await one;
  expect(await both).toBe(true);
});

test('work that throws at once leaves no key locked', async () => {
  const mutex = new KeyedMutex();
  const work = () => {
    throw new Error('no handler');
  };
  await expect(mutex.run(['key'], work)).rejects.toThrow('no handler');
  expect(mutex.size).toBe(0);
});

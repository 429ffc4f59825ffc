import { InFlight } from './in-flight';

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

test('a second request with the key waits for the first, then runs', async () => {
  const inFlight = new InFlight();
  const first = step();
  const began: string[] = [];
  const one = inFlight.run('key', () => {
    began.push('one');
    return first.done;
  });
  const others = ['two', 'three'].map((name) =>
    inFlight.run('key', () => {
      began.push(name);
      return Promise.resolve(name);
    }),
  );
  await turn();
  expect(began).toEqual(['one']);
  first.finish('first answer');
  expect(await one).toBe('first answer');
  expect(await Promise.all(others)).toEqual(['two', 'three']);
  expect(inFlight.size).toBe(0);
});

test('a first request that fails does not fail the second', async () => {
  const inFlight = new InFlight();
  const first = step();
  const one = inFlight.run('key', () => first.done);
  const two = inFlight.run('key', () => Promise.resolve('second'));
  first.fail(new Error('refused'));
  await expect(one).rejects.toThrow('refused');
  expect(await two).toBe('second');
});

test('other keys do not wait', async () => {
  const inFlight = new InFlight();
  const first = step();
  const one = inFlight.run('a', () => first.done);
  expect(await inFlight.run('b', () => Promise.resolve('b'))).toBe('b');
  first.finish('a');
  await one;
});

test('work that throws at once is not left in flight', async () => {
  const inFlight = new InFlight();
  const work = () => {
    throw new Error('no handler');
  };
  await expect(inFlight.run('key', work)).rejects.toThrow('no handler');
  expect(inFlight.size).toBe(0);
});

import type { ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();

/** Lets a process live no longer than the test file that started it, however its tests ended. */
export function endWithTests<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

// Outside of tests, as in the demo and the benchmarks, whoever starts a process ends it.
if (typeof afterAll === 'function') {
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
  });
}

import { SetClock } from './set-clock';

it('begins where it was set and runs at its speed', () => {
  let milliseconds = 5_000;
  const clock = new SetClock('2021-12-25T20:00:00+07:00', 144, () => milliseconds);
  expect(clock.now()).toBe('2021-12-25T13:00:00.000Z');
  milliseconds += 1_000;
  expect(clock.now()).toBe('2021-12-25T13:02:24.000Z');
  clock.set('2021-12-26T00:00:00+07:00', 0);
  milliseconds += 60_000;
  expect(clock.now()).toBe('2021-12-25T17:00:00.000Z');
});

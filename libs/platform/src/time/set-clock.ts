import type { Clock } from './clock';

/** A clock that was set by hand and runs on from there, at its own speed: for demonstrations, never in production. */
export class SetClock implements Clock {
  private at = 0;
  private since = 0;
  private speed = 1;

  /** `at`: RFC 3339. `speed`: seconds that pass on this clock in a second; 0 stops it. */
  constructor(
    at: string,
    speed: number,
    private readonly elapsed: () => number = () => performance.now(),
  ) {
    this.set(at, speed);
  }

  set(at: string, speed: number): void {
    this.at = Date.parse(at);
    this.speed = speed;
    this.since = this.elapsed();
  }

  now(): string {
    return new Date(this.at + (this.elapsed() - this.since) * this.speed).toISOString();
  }
}

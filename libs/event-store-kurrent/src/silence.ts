/** Parts of a silence; each is a turn of the event loop in which this side listened. */
const BEATS = 8;

/**
 * Notifies when nothing has come for some time. A slow turn of the event loop keeps back what the server has sent, so
 * however long it takes it counts as one beat.
 */
export class Silence {
  private beats = 0;
  private readonly timer: NodeJS.Timeout;

  /** `onOver` is called once, after `milliseconds` in which nothing came, unless it ends before. */
  constructor(milliseconds: number, onOver: () => void) {
    this.timer = setInterval(() => {
      this.beats += 1;
      if (this.beats < BEATS) return;
      this.end();
      onOver();
    }, milliseconds / BEATS);
  }

  /** Something has come. */
  broken(): void {
    this.beats = 0;
  }

  /** Safe to call twice. */
  end(): void {
    clearInterval(this.timer);
  }
}

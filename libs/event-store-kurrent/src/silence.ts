/** Parts of a silence; each is a turn of the event loop in which this side listened. */
const BEATS = 8;

/**
 * Tells when nothing has come for some time. A slow turn of the event loop keeps back what the server has sent, so
 * however long it takes it counts as one beat, and after the last one the loop listens once more.
 */
export class Silence {
  private beats = 0;
  private readonly timer: NodeJS.Timeout;

  /** `onOver` is called once, after `milliseconds` in which nothing came, unless it ends before. */
  constructor(
    milliseconds: number,
    private readonly onOver: () => void,
  ) {
    this.timer = setInterval(() => {
      this.beats += 1;
      if (this.beats === BEATS) setImmediate(this.tellOver);
    }, milliseconds / BEATS);
  }

  /** Something has come. */
  broken(): void {
    this.beats = 0;
  }

  /** Safe to call twice. */
  end(): void {
    this.beats = -Infinity;
    clearInterval(this.timer);
  }

  private readonly tellOver = (): void => {
    if (this.beats < BEATS) return;
    this.end();
    this.onOver();
  };
}

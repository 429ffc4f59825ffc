/* Retry and abort policy of one import. */

import { setTimeout as sleep } from 'node:timers/promises';
import { AmbiguousAppend, KeyedMutex, RevisionConflict, StoreUnavailable } from '#libs/event-sourcing';
import { Refusal } from '#libs/http-edge';
import { refusalProblem } from '../edge/refusals';

const SECOND = 1000;
/** Between two attempts of a line, in milliseconds. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;
/** Statuses of a line that the store did not take. */
const UNANSWERED = 503;
const FULL = 507;

/** Is the store unavailable, so that the same command may be carried out later? */
export function isUnanswered(error: unknown): boolean {
  return statusIn(error) === UNANSWERED;
}

/**
 * How one import goes on when the store does not: what it has carried out is always a prefix of what depends on each
 * other. A line without an answer, or one that others were faster than each time, keeps its turn and is tried again
 * under its own key, so that it is never doubled. When it has waited for IMPORT_PATIENCE in vain, when the disk is full,
 * the process is asked to stop or the client is gone, the import is over, and what has not begun is not done.
 */
export class ImportCourse {
  private readonly mutex = new KeyedMutex();
  private readonly end = new AbortController();
  private answered = false;
  private reason: unknown;
  private isTold = false;

  /** `patience` in seconds; `stopping` aborts when nothing more is to be begun. To be stopped when it is over. */
  constructor(
    private readonly patience: number,
    stopping: AbortSignal,
  ) {
    const stop = () => {
      this.stop();
    };
    if (stopping.aborted) stop();
    else stopping.addEventListener('abort', stop, { signal: this.end.signal });
  }

  /** Did the store answer the line that ended last? Until it does, no line is begun beside another. */
  get isAnswered(): boolean {
    return this.answered;
  }

  get isOver(): boolean {
    return this.end.signal.aborted;
  }

  /** Nothing that has not begun is done any more. `reason`: what ended the import. */
  stop(reason?: unknown): void {
    if (!this.isOver) this.reason = reason;
    this.end.abort();
  }

  /**
   * Carries a line out when everything that asked earlier for one of `names` has ended. The turn is taken at once.
   * @throws Refusal NOT_ATTEMPTED when the import ended and nothing of the line is done; else what the attempt threw.
   */
  run<T>(names: ReadonlySet<string>, attempt: () => Promise<T>): Promise<T> {
    return this.mutex.run(names, () => this.untilAnswered(attempt));
  }

  /** How a line failed, as it is answered; asked in the order of the lines. The first without an answer says why. */
  told(error: unknown): unknown {
    if (!isOfStore(statusIn(error))) return error;
    const isFirst = !this.isTold;
    this.isTold = true;
    return isFirst && isNotAttempted(error) ? (this.reason ?? error) : error;
  }

  /** The same of a line that was refused as it was read. */
  toldUnread(error: unknown): unknown {
    return this.told(this.isTold ? notAttempted() : error);
  }

  private async untilAnswered<T>(attempt: () => Promise<T>): Promise<T> {
    if (this.isOver) throw notAttempted();
    const until = performance.now() + this.patience * SECOND;
    let mayBeDone = false;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        return await this.tried(attempt);
      } catch (error) {
        const status = statusIn(error);
        if (!isOfStore(status)) throw error;
        mayBeDone ||= isOpen(error);
        if (status === FULL || performance.now() + pause >= until) this.stop(error);
        if (!(await this.isGoingOnAfter(pause))) throw mayBeDone ? error : notAttempted();
      }
    }
  }

  private async tried<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      const done = await attempt();
      this.answered = true;
      return done;
    } catch (error) {
      this.answered = !isOfStore(statusIn(error));
      throw error instanceof RevisionConflict ? unjudged(error) : error;
    }
  }

  /** Rests for so many milliseconds, unless the import is over before. */
  private async isGoingOnAfter(pause: number): Promise<boolean> {
    const { signal } = this.end;
    return sleep(pause, true, { signal }).catch(() => false);
  }
}

/** The refusal of a line that an ended import did not begin. */
export function notAttempted(): Refusal {
  return new Refusal('NOT_ATTEMPTED', 'nothing of this line was done; send it again with all after it');
}

function isNotAttempted(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'NOT_ATTEMPTED';
}

/** What depends on a line that was not judged waits behind it, as behind one that the store did not answer. */
function unjudged(conflict: RevisionConflict): StoreUnavailable {
  return new StoreUnavailable('others were faster each time', { cause: conflict });
}

/** May something of the line be recorded? A conflict may be of what follows upon it. */
function isOpen(error: unknown): boolean {
  const isUnclear = (one: unknown) => one instanceof AmbiguousAppend || one instanceof RevisionConflict;
  return error instanceof Error && [error, error.cause].some(isUnclear);
}

function isOfStore(status: number): boolean {
  return status === UNANSWERED || status === FULL;
}

function statusIn(error: unknown): number {
  return refusalProblem(error).status;
}

import type { ProbeResult } from '#libs/platform';
import type { CatchUpState } from './catch-up';
import type { ProjectorThread } from './projector-thread';
import type { Behind } from './standstill';

/** Silence after which a projector counts as hanging (P-13). */
const SILENCE_MILLISECONDS = 15_000;

export interface ProbedViews {
  readonly thread: ProjectorThread;
  readonly catchUp: CatchUpState;
  readonly behind: Behind | undefined;
  /** Why the projector is gone; undefined while it runs. */
  readonly died: string | undefined;
  /** What failed last and is tried again; empty for nothing. */
  readonly failure: string;
}

/**
 * Up when the views have caught up, go on with the log, none stopped, and the projector was heard of lately. Without an
 * answer of the store it says that it is degraded: what it shows may be old.
 */
export function probeViews(probed: ProbedViews): ProbeResult {
  const { thread, catchUp, behind } = probed;
  const stopped = thread.progress.views.filter(({ failedPosition }) => failedPosition !== null);
  const reason = reasonOf(probed);
  const detail = {
    position: thread.position.toString(),
    stopped: stopped.map(({ name }) => name).join(' '),
    ...(catchUp === 'DEGRADED' ? { degraded: 'the store does not say how far the log is' } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(behind === undefined ? {} : { since: behind.since }),
  };
  return { up: reason === undefined && stopped.length === 0, detail };
}

function reasonOf({ thread, catchUp, behind, died, failure }: ProbedViews): string | undefined {
  if (died !== undefined) return `the projector ended: ${died}`;
  if (behind !== undefined) return behind.reason;
  const silence = performance.now() - thread.reportedAt;
  if (silence > SILENCE_MILLISECONDS)
    return `nothing was heard of the projector for ${Math.floor(silence / 1000)} s`;
  if (thread.reader.isHeld) return because('it is not known whether the views are of this log', failure);
  if (!thread.reader.isReady) return because('the views are being built', failure);
  return catchUp === 'BEHIND' ? because('the views have not caught up with the log', failure) : undefined;
}

function because(state: string, failure: string): string {
  return failure === '' ? state : `${state}: ${failure}`;
}

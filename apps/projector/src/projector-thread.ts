/* Handle of the projector's worker thread: progress, waits for a position, shutdown. */
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ReadSide, ViewsReader } from '#libs/projections';
import { CATALOGUE } from '#libs/read-models';
import type { Fork, Progress, ViewCheckpoint } from '#libs/projections';
import type { ProjectorData, ProjectorThreadData, Report, Request } from './messages';

/** What a server may want to log or count about its projector. */
export interface ProjectorEvents {
  /** After each batch and with each heartbeat, at least every 5 s; silence means that the thread hangs. */
  readonly onProgress?: (progress: Progress) => void;
  /** A view stopped at an event it cannot show; the others go on (P-15). */
  readonly onStopped?: (stopped: { view: string; position: bigint; reason: string }) => void;
  /** The log is another one or has gone back; the views are built anew, and until then nobody reads any. */
  readonly onFork?: (fork: Fork) => void;
  /** The subscription to the log was interrupted; it is taken up again. */
  readonly onDropped?: (reason: string) => void;
  /** Store or disk failed; tried again until it works. */
  readonly onRetry?: (reason: string) => void;
  /** The thread is gone and nothing follows the log any more. */
  readonly onDied?: (reason: string) => void;
}

const NOTHING_YET: Progress = { generation: null, views: [], building: null, looked: 0 };

interface Waiting {
  readonly position: bigint;
  readonly seen: () => void;
}

/** The entry lies beside this file and has its extension: `.js` when built, `.ts` under a TypeScript loader. */
const EXTENSION = extname(__filename);
const ENTRY = join(__dirname, `projector-worker${EXTENSION}`);
const LOADER = EXTENSION === '.ts' ? ['--conditions=source', '--require=@swc-node/register'] : [];
/** Keeps a thread that rebuilds from taking the memory of the server. */
const MAX_OLD_SPACE_MIB = 80;
/** V8 takes what the machine has to give for short-lived objects: far more than batches of rows need. */
const MAX_YOUNG_SPACE_MIB = 12;

/** The views of a server with the thread that keeps them up to date. */
export class ProjectorThread extends ReadSide {
  readonly reader: ViewsReader;
  private readonly worker: Worker;
  private readonly exited: Promise<void>;
  private readonly waiting = new Set<Waiting>();
  private readonly listeners = new Set<() => void>();
  private latest = NOTHING_YET;
  private reported = 0;
  private looks = 0;

  constructor(
    data: ProjectorData,
    private readonly events: ProjectorEvents,
  ) {
    super();
    // Opened when the thread has found that its log holds what the views were built from.
    this.reader = new ViewsReader(data.directory, CATALOGUE);
    this.worker = new Worker(ENTRY, {
      name: 'projector',
      workerData: { ...data, keys: this.keys.memory } satisfies ProjectorThreadData,
      execArgv: ['--disable-warning=ExperimentalWarning', ...LOADER],
      resourceLimits: {
        maxOldGenerationSizeMb: MAX_OLD_SPACE_MIB,
        maxYoungGenerationSizeMb: MAX_YOUNG_SPACE_MIB,
      },
    });
    this.worker.on('message', (report: Report) => {
      this.handle(report);
    });
    this.worker.on('error', (error) => {
      events.onDied?.(error instanceof Error ? error.message : String(error));
    });
    this.exited = new Promise((resolve) => {
      this.worker.once('exit', () => {
        resolve();
      });
    });
  }

  /** How far each view is and what is being built. */
  get progress(): Progress {
    return this.latest;
  }

  /** When the thread last reported, by `performance.now()`; 0 before its first word. */
  get reportedAt(): number {
    return this.reported;
  }

  /** Position that every running view has shown, -1n before the first. */
  get position(): bigint {
    return positionOf(this.latest.views);
  }

  until(position: bigint, milliseconds: number): Promise<boolean> {
    if (this.isShown(position)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.waiting.delete(waiting);
        resolve(false);
      }, milliseconds);
      const waiting: Waiting = {
        position,
        seen: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      this.waiting.add(waiting);
    });
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** Builds every view anew beside the live ones and swaps. */
  requestRebuild(): void {
    this.ask('rebuild');
  }

  /** The log may be another one: nobody is given a row until the thread has found that it holds what they are of. */
  lookAgain(): void {
    this.looks += 1;
    this.reader.isDoubted = true;
    this.ask({ look: this.looks });
  }

  /** Ends after the batch in hand. Safe to call twice. */
  async close(): Promise<void> {
    this.ask('stop');
    await this.exited;
    this.reader.close();
  }

  private ask(request: Request): void {
    this.worker.postMessage(request);
  }

  private isShown(position: bigint): boolean {
    return this.reader.isReady && this.position >= position;
  }

  private handle(report: Report): void {
    if ('swapped' in report) this.reader.reopen();
    else if ('stopped' in report) this.events.onStopped?.(report.stopped);
    else if ('disowned' in report) this.disown();
    else if ('fork' in report) this.forked(report.fork);
    else if ('dropped' in report) this.events.onDropped?.(report.dropped);
    else if ('retry' in report) this.events.onRetry?.(report.retry);
    else this.moved(report.progress);
  }

  private forked(fork: Fork): void {
    this.forks += 1;
    if (fork.from > this.lostUpTo) this.lostUpTo = fork.from;
    this.events.onFork?.(fork);
  }

  private disown(): void {
    this.reader.close();
    this.latest = NOTHING_YET;
    for (const listener of this.listeners) listener();
  }

  private moved(progress: Progress): void {
    const [before, wasHeld] = [this.position, this.reader.isHeld];
    this.latest = progress;
    this.reader.isDoubted = progress.looked < this.looks;
    this.reported = performance.now();
    if (!this.reader.isReady && progress.generation !== null) this.reader.reopen();
    for (const waiting of this.waiting) {
      if (!this.isShown(waiting.position)) continue;
      this.waiting.delete(waiting);
      waiting.seen();
    }
    const isReleased = wasHeld && !this.reader.isHeld;
    if (this.position !== before || isReleased) for (const listener of this.listeners) listener();
    this.events.onProgress?.(progress);
  }
}

/** Of the views that run; of all when none does. */
function positionOf(views: readonly ViewCheckpoint[]): bigint {
  const running = views.filter((view) => view.failedPosition === null);
  const positions = (running.length === 0 ? views : running).map((view) => view.position ?? -1n);
  return positions.length === 0 ? -1n : positions.reduce((a, b) => (b < a ? b : a));
}

/** Starts the projector of a data folder whose log exists, in a thread of its own. */
export function startProjector(data: ProjectorData, events: ProjectorEvents = {}): ProjectorThread {
  return new ProjectorThread(data, events);
}

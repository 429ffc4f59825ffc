/* The writing end of a data folder: lock, log, transactions and checkpoints. */
import { ANSWER_LENGTH, OUTCOME, readFrame } from './append-frame';
import type { Answers, Frame } from './append-frame';
import { Checkpoints } from './checkpoints';
import { FileIdentity } from './file-identity';
import { lockFolder } from './folder-lock';
import type { FolderLock } from './folder-lock';
import { makeFolder, openLog } from './log-file';
import type { LogOptions } from './log-file';
import { LogWriter } from './log-writer';
import { refusalFor } from './open-refused';
import type { OpenRefusedCode } from './open-refused';

/** What the writer sends back: the answers of a batch, or that it is ready, refused to start, or has stopped. */
export type WriterMessage =
  | { readonly answers: Answers }
  | { readonly ready: true }
  | { readonly refused: { readonly code: OpenRefusedCode; readonly message: string } }
  | { readonly stopped: string };

/** What the writer is started with. */
export interface WriterData extends LogOptions {
  readonly directory: string;
}

const IDLE_MILLISECONDS = 300;
/** How soon a process that only reads finds that the files were replaced. */
const LOOK_MILLISECONDS = 1_000;

/**
 * The writing end of one data folder: lock, log, transactions and checkpoints. Whichever thread it runs in, it is
 * driven by frames and answers by messages.
 */
export class WriterHost {
  private readonly lock: FolderLock;
  private readonly db: ReturnType<typeof openLog>;
  private readonly writer: LogWriter;
  private readonly checkpoints: Checkpoints;
  private readonly files: FileIdentity;
  private readonly looking: NodeJS.Timeout;
  private idle: NodeJS.Timeout | undefined;
  private isStopped = false;

  /** @throws OpenRefused */
  constructor(
    { directory, ...options }: WriterData,
    private readonly post: (message: WriterMessage) => void,
  ) {
    let lock: FolderLock | undefined;
    try {
      makeFolder(directory);
      lock = lockFolder(directory);
      this.lock = lock;
      this.db = openLog(directory, options);
      this.writer = new LogWriter(this.db);
      this.checkpoints = new Checkpoints(this.db);
      this.files = new FileIdentity(directory);
    } catch (error) {
      lock?.release();
      throw refusalFor(directory, error);
    }
    this.looking = setInterval(() => this.hasItsFiles(), LOOK_MILLISECONDS).unref();
  }

  /** Commits what the frames ask for, answers, and only then looks after the write-ahead log. */
  handle(frames: readonly Frame[]): void {
    if (this.isStopped || !this.hasItsFiles()) return;
    clearTimeout(this.idle);
    const before = this.writer.lastPosition;
    const { fatal, ...answers } = this.writer.commit(frames.map(readFrame));
    const events = this.writer.lastPosition - before;
    const fault = this.files.fault();
    if (fault !== null) {
      // Whether the log that is opened next holds it depends on which file was taken away.
      this.post({ answers: uncertain(answers) });
      this.leave(fault);
      return;
    }
    this.post({ answers });
    this.stopIf(fatal ?? this.checkpoints.afterCommit(events));
    this.rest();
  }

  private rest(): void {
    this.idle = setTimeout(() => {
      const { more, fatal } = this.writer.rest();
      this.stopIf(fatal ?? (more ? null : this.checkpoints.whenIdle()));
      if (more && !this.isStopped) this.rest();
    }, IDLE_MILLISECONDS);
  }

  close(): void {
    clearTimeout(this.idle);
    clearInterval(this.looking);
    this.db.close();
    this.lock.release();
  }

  /** False: nothing may be acknowledged any more. */
  private hasItsFiles(): boolean {
    const fault = this.files.fault();
    if (fault !== null) this.leave(fault);
    return fault === null;
  }

  private leave(fault: string): void {
    // So the file that was taken away is whole, and nothing is left to be taken for the log of the other one.
    if (!this.isStopped) this.checkpoints.finish();
    this.stopIf(fault);
  }

  private stopIf(fatal: string | null): void {
    if (fatal === null || this.isStopped) return;
    this.isStopped = true;
    this.post({ stopped: fatal });
  }
}

/** The same number of answers, none of which says what became of its append. */
function uncertain({ outcomes }: Answers): Answers {
  return {
    outcomes: outcomes.map((_, index) => (index % ANSWER_LENGTH === 0 ? OUTCOME.ambiguous : 0)),
    seals: [],
  };
}

import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Readable } from 'node:stream';

/** Bytes that stay in memory; what is longer goes to a file, so much at a time. */
const MOST_IN_MEMORY = 1024 * 1024;
const PRIVATE = 0o600;

/**
 * Where an answer is written before it is sent, so that the views are read at our pace and the client reads at its
 * own. The file has no name from the beginning: it is gone with its last reader, also after a crash.
 */
export class Spool extends Writable {
  private chunks: Buffer[] = [];
  /** Bytes in `chunks`. */
  private waiting = 0;
  private file: FileHandle | undefined;

  constructor(private readonly folder: string) {
    // What was written has to outlive the writing.
    super({ autoDestroy: false });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.chunks.push(chunk);
    this.waiting += chunk.length;
    if (this.waiting <= MOST_IN_MEMORY) {
      done();
      return;
    }
    this.flush().then(() => {
      done();
    }, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.chunks = [];
    const { file } = this;
    this.file = undefined;
    if (file === undefined) {
      done(error);
      return;
    }
    file.close().then(() => {
      done(error);
    }, done);
  }

  /** What was written, once all is: at once, or to be read from the file. To be asked for once. */
  async content(): Promise<Buffer | Readable> {
    if (this.file === undefined) return Buffer.concat(this.chunks);
    await this.flush();
    const { file } = this;
    this.file = undefined;
    return file.createReadStream({ start: 0 });
  }

  private async flush(): Promise<void> {
    this.file ??= await this.unnamed();
    const bytes = Buffer.concat(this.chunks);
    this.chunks = [];
    this.waiting = 0;
    await this.file.appendFile(bytes);
  }

  private async unnamed(): Promise<FileHandle> {
    const path = join(this.folder, `answer-${randomUUID()}`);
    const file = await open(path, 'wx+', PRIVATE);
    await unlink(path);
    return file;
  }
}

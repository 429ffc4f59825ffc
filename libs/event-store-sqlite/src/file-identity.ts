import { statSync } from 'node:fs';
import { filesOf } from './layout';

/**
 * Checks whether the files of an open log are still those of its folder. Who takes a file away under a server, or puts
 * another one in its place, leaves it to write into a file that nobody will ever open again.
 */
export class FileIdentity {
  private readonly files: readonly { readonly path: string; readonly inode: bigint | undefined }[];

  /** To be made once the log is open, so that its files are there. */
  constructor(directory: string) {
    const { log, wal } = filesOf(directory);
    const files = [log, wal].map((path) => ({ path, inode: inodeOf(path) }));
    this.files = files.filter(({ inode }) => inode !== undefined);
  }

  /** What is wrong, or null. */
  fault(): string | null {
    const other = this.files.find(({ path, inode }) => inodeOf(path) !== inode);
    return other === undefined ? null : `${other.path} was replaced or removed while it was open`;
  }
}

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = Buffer.alloc(4096, 'truckflow');

/** How often a second this disk makes 4 KiB at the end of a file durable: the limit of any single commit. */
export class DiskProbe {
  private readonly path: string;
  private readonly descriptor: number;

  constructor(directory: string) {
    this.path = join(directory, 'disk-probe');
    this.descriptor = openSync(this.path, 'w');
  }

  /** Append and fdatasync for so long; a rate per second. */
  rate(milliseconds: number): number {
    const begin = performance.now();
    let writes = 0;
    let elapsed = 0;
    while (elapsed < milliseconds) {
      writeSync(this.descriptor, BLOCK);
      fdatasyncSync(this.descriptor);
      writes += 1;
      elapsed = performance.now() - begin;
    }
    return (writes / elapsed) * 1000;
  }

  close(): void {
    closeSync(this.descriptor);
    rmSync(this.path);
  }
}

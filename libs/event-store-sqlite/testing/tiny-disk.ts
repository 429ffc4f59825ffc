import { spawnSync } from 'node:child_process';

/**
 * A shell prefix that runs a command with a disk of so many KiB mounted on `folder`, for that command alone; null,
 * reported as skipped, where the machine does not let a process mount anything.
 */
export function tinyDisk(folder: string, kibibytes: number): string | null {
  const mayMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', folder]).status === 0;
  if (!mayMount) {
    process.stdout.write('left out: a full disk, since this machine lets no process mount one\n');
    return null;
  }
  return `exec unshare -rm sh -c 'mount -t tmpfs -o size=${kibibytes}k tmpfs ${folder} && "$@"' sh`;
}

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/* What a process uses, as the kernel accounts for it: all its threads, whatever they do. */

/** The kernel counts in hundredths of a second (USER_HZ). */
const TICK_MICROSECONDS = 10_000;
/** utime and stime are fields 14 and 15; the name, field 2, may hold spaces, so they are counted from behind it. */
const UTIME_AFTER_NAME = 11;

/** Processor time of a process since its start, in microseconds. */
export function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[UTIME_AFTER_NAME]) + Number(fields[UTIME_AFTER_NAME + 1]);
  return ticks * TICK_MICROSECONDS;
}

/** Resident memory now and at its highest, in bytes. */
export function residentMemory(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kibibytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { now: kibibytes('VmRSS') * 1024, peak: kibibytes('VmHWM') * 1024 };
}

const LOOK_MILLISECONDS = 250;
const IDLE_MICROSECONDS = 20_000;

/**
 * Resolves when the process has done next to nothing for a while: its views have caught up and its log is tidy.
 * @throws Error when it is still busy after `patience` milliseconds.
 */
export async function untilIdle(pid: number, patience: number): Promise<void> {
  let before = processorTime(pid);
  for (let waited = 0; waited < patience; waited += LOOK_MILLISECONDS) {
    await pause(LOOK_MILLISECONDS);
    const now = processorTime(pid);
    if (now - before < IDLE_MICROSECONDS) return;
    before = now;
  }
  throw new Error(`the server is still busy after ${patience} ms`);
}

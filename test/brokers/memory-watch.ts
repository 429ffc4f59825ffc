import { residentMemory } from '../bench/process-usage';

const LOOK_MILLISECONDS = 50;

/** What a process held over a time, in bytes. */
export interface Resident {
  readonly median: number;
  readonly highest: number;
}

/** Looks at the resident memory of a process while something is done. */
export async function watchedMemory(pid: number, act: () => Promise<unknown>): Promise<Resident> {
  const samples: number[] = [];
  const look = (): void => {
    samples.push(residentMemory(pid).now);
  };
  look();
  const timer = setInterval(look, LOOK_MILLISECONDS);
  try {
    await act();
  } finally {
    clearInterval(timer);
  }
  look();
  samples.sort((a, b) => a - b);
  const middle = samples[Math.floor(samples.length / 2)] ?? Number.NaN;
  return { median: middle, highest: samples.at(-1) ?? Number.NaN };
}

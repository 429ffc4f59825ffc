import { rmSync } from 'node:fs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work`, which writes a file or folder that nobody needs afterwards, also when a signal ends the command. */
export async function withScratch<Done>(path: string, work: () => Promise<Done>): Promise<Done> {
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
  };
  const end = (signal: NodeJS.Signals): void => {
    remove();
    // Nobody listens any more, so that it ends the process as it would have.
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
    remove();
  }
}

import { lockUsable, openLogIn } from '#libs/event-store-sqlite';

/** Events in the log of a data folder now. @throws OpenRefused */
export function eventsIn(directory: string): bigint {
  const log = openLogIn(directory);
  try {
    return log.position + 1n;
  } finally {
    log.close();
  }
}

/** Runs `work` while no server can start on the data folder. @throws OpenRefused IN_USE */
export async function withoutServer<Done>(directory: string, work: () => Promise<Done>): Promise<Done> {
  const lock = lockUsable(directory);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

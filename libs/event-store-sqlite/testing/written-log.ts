import { cpSync } from 'node:fs';
import { someEvents } from '#libs/event-sourcing/testing';
import { openSqliteEventStore } from '../src/event-store';
import { newFolder } from './temporary-folder';

/** Written once for each count: every append waits for the disk. */
const written = new Map<number, Promise<string>>();

/** A data folder of one's own whose log holds `count` events in four streams, a second apart. */
export async function writtenLog(count: number, directory = newFolder()): Promise<string> {
  const original = written.get(count) ?? write(count);
  written.set(count, original);
  cpSync(await original, directory, { recursive: true });
  return directory;
}

async function write(count: number): Promise<string> {
  const directory = newFolder();
  let second = 0;
  const clock = (): Date => new Date(Date.UTC(2021, 11, 25, 8, 0, second));
  const store = await openSqliteEventStore({ directory, clock, thread: 'main' });
  for (; second < count; second++) {
    const round = Math.floor(second / 4);
    await store.append(
      `truckVisit-${second % 4}`,
      someEvents(1, { note: `note ${second} of Đồng Đăng` }),
      round === 0 ? 'noStream' : BigInt(round - 1),
    );
  }
  await store.close();
  return directory;
}

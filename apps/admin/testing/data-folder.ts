import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { StandaloneProcess } from '../../../test/server/standalone-process';

const folders: string[] = [];
let served: string | undefined;

/** An empty folder, removed after the last test of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'admin-'));
  folders.push(folder);
  return folder;
}

/** A data folder that a server has served and left: the reference data and its views. */
export async function servedFolder(): Promise<string> {
  if (served === undefined) {
    served = newFolder();
    const server = await serve(served);
    await server.stop();
  }
  const copy = newFolder();
  cpSync(served, copy, { recursive: true });
  return copy;
}

interface Readiness {
  readonly details: Readonly<Record<'store' | 'views', { readonly position: string }>>;
}

/** A server on a data folder that is ready and whose views show all there is. */
export async function serve(dataDir: string): Promise<StandaloneProcess> {
  const server = await StandaloneProcess.start({ DATA_DIR: dataDir, PORT: '0' });
  for (;;) {
    const response = await fetch(`${server.address}/readyz`);
    const { details } = (await response.json()) as Readiness;
    if (response.ok && details.views.position === details.store.position) return server;
    await sleep(10);
  }
}

/** Changes the log of a data folder behind everybody's back. */
export function tamper(dataDir: string, sql: string, file = 'events.db'): void {
  const db = new DatabaseSync(join(dataDir, file));
  db.exec(sql);
  db.close();
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

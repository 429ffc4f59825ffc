import { setTimeout as sleep } from 'node:timers/promises';
import type { MovementLine } from '../scenarios/autumn-2021/movement-line';
import type { ApiClient } from '../server/api-client';
import { timeOf } from './demo-lines';
import { refusedOf } from './load';

const PAUSE = 1_000;

/** Sends each line when the server's clock has reached it, until none is left or the server is stopped. */
export async function play(
  lines: readonly MovementLine[],
  client: ApiClient,
  server: { readonly now: number; readonly isStopped: boolean },
): Promise<void> {
  let next = 0;
  let waiting: readonly MovementLine[] = [];
  while (next < lines.length || waiting.length > 0) {
    await sleep(PAUSE);
    if (server.isStopped) return;
    const begin = next;
    while (next < lines.length && timeOf(lines[next] as MovementLine) <= server.now) next += 1;
    const due = [...waiting, ...lines.slice(begin, next)];
    if (due.length > 0) waiting = await refusedOf(client, due);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { MovementLine } from '../scenarios/autumn-2021/movement-line';
import type { ApiClient, ImportAnswer } from '../server/api-client';
import { partsOf } from './demo-lines';

const PAUSE = 1_000;
/** What is recorded at one reading of the clock, in milliseconds of event time. */
const LONGEST_SPAN = 6 * 3_600_000;

export function importLines(client: ApiClient, lines: readonly MovementLine[]): Promise<ImportAnswer[]> {
  return client.import(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Sends lines part by part, the clock set to the last of each before. The last position written; loaded twice, it changes nothing. */
export async function loadInOrder(
  lines: readonly MovementLine[],
  client: ApiClient,
  setClock: (at: string) => Promise<void>,
): Promise<bigint> {
  const bar = new SingleBar({
    format: '{bar} {percentage} % · {value} of {total} movements · {rate} a second',
  });
  const begin = performance.now();
  bar.start(lines.length, 0, { rate: 0 });
  let [done, position] = [0, -1n];
  for (const part of partsOf(lines, LONGEST_SPAN)) {
    await setClock(part.at(-1)?.body.at ?? '');
    const answers = await importLines(client, part);
    const refused = answers.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`${refused.key}: ${JSON.stringify(refused.problem)}`);
    done += answers.length;
    for (const answer of answers) position = later(position, answer.position);
    bar.update(done, { rate: Math.round((done / (performance.now() - begin)) * 1000) });
  }
  bar.stop();
  return position;
}

function later(position: bigint, other: string | null): bigint {
  return other !== null && BigInt(other) > position ? BigInt(other) : position;
}

/**
 * Sends lines beside what happens meanwhile, and again what is refused because of it: a dedicated driver may be out
 * just now whose trip of October comes in. Returns how many lines there were.
 */
export async function loadUntilTaken(lines: readonly MovementLine[], client: ApiClient): Promise<number> {
  let left: readonly MovementLine[] = lines;
  while (left.length > 0) {
    const refused: MovementLine[] = [];
    for (const part of partsOf(left)) refused.push(...(await refusedOf(client, part)));
    left = refused;
    if (left.length > 0) await sleep(PAUSE);
  }
  return lines.length;
}

/** The lines that may be taken later. @throws Error for one that never will be. */
export async function refusedOf(client: ApiClient, lines: readonly MovementLine[]): Promise<MovementLine[]> {
  const answers = await importLines(client, lines);
  const refused = answers.flatMap(({ status, problem }, i) => {
    const line = lines[i];
    if (status === 200 || line === undefined) return [];
    if (status !== 409 && status !== 404) throw new Error(`${line.key}: ${JSON.stringify(problem)}`);
    return [line];
  });
  return refused;
}

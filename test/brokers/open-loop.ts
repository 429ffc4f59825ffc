import { setTimeout as pause } from 'node:timers/promises';
import type autocannon from 'autocannon';

/** Milliseconds from the moment a request was due to its answer. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/**
 * Sends the requests at a fixed rate, whether or not those before are answered.
 * @throws Error when an answer is none of 2xx.
 */
export async function sendAtRate(
  address: string,
  requests: readonly autocannon.Request[],
  perSecond: number,
): Promise<Latency> {
  const begin = performance.now();
  const answers: Promise<number>[] = [];
  for (const [index, request] of requests.entries()) {
    const due = begin + (index / perSecond) * 1000;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    answers.push(send(address, request).then(() => performance.now() - due));
  }
  const times = (await Promise.all(answers)).sort((a, b) => a - b);
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

async function send(address: string, { path, method, headers, body }: autocannon.Request): Promise<void> {
  const response = await fetch(`${address}${path ?? ''}`, {
    method: method ?? 'GET',
    headers: headers as Record<string, string>,
    body: String(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path ?? ''}: ${response.status} ${text}`);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/*
 * Late reports: a gate loses its network, keeps its reports and delivers them hours late, in any order, some
 * twice; what is refused for the order of things is sent again until nothing is left.
 */
import type { MovementLine } from './autumn-2021/movement-line';
import { RandomStream } from './autumn-2021/random';

export interface LateOptions {
  readonly seed: number;
  /** Reports that wait for the network; 200 by default. */
  readonly late?: number;
  /** How late the last of them is, in hours; 6 by default. */
  readonly hours?: number;
  /** Late reports sent again under the same key; 20 by default. */
  readonly sameKey?: number;
  /** Late reports (never gate acts) sent again under another key; 20 by default. */
  readonly otherKey?: number;
}

/** A report in the order of delivery. */
export interface Delivery {
  readonly line: MovementLine;
  readonly late: boolean;
  /** Keys that must be accepted first: gate acts keep their order, and visits that share a driver or an asset. */
  readonly after: readonly string[];
}

export interface Answer {
  readonly status: number;
  /** Class of the refusal, where there is one. */
  readonly class?: string;
}

export interface DeliveryTally {
  readonly accepted: number;
  /** Reports that were refused and sent again, each time counted. */
  readonly resent: number;
  readonly rounds: number;
}

export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
}

const RESENT_CLASSES = new Set(['ORDER', 'STATE', 'CLAIM']);

/**
 * Turns lines in the order of event time into a delivery with late reports: a run of reports of one gate, chosen by
 * the seed, comes `hours` after the last of them was made, shuffled; all others come when they were made.
 * @throws RangeError when no gate has as many reports as shall be late.
 */
export function planLateDelivery(lines: readonly MovementLine[], options: LateOptions): Delivery[] {
  const { seed, late = 200, hours = 6, sameKey = 20, otherKey = 20 } = options;
  const random = new RandomStream(`${String(seed)}/late-reports`);
  const order = orderToKeep(lines);
  const held = new Set(outage(lines, late, random));
  const delivery = (line: MovementLine): Delivery => {
    return { line, late: held.has(line), after: order.get(line.key) ?? [] };
  };
  const reports = lines.filter((line) => held.has(line));
  const lastMade = Math.max(...reports.map(({ body }) => Date.parse(body.at)));
  const again = random.shuffled(reports).slice(0, sameKey).map(delivery);
  const inOtherWords = random
    .shuffled(reports.filter(isVisitStep))
    .slice(0, otherKey)
    .map((line) => ({ ...delivery(line), line: { ...line, key: `${line.key}/again` } }));
  const batch = random.shuffled([...reports.map(delivery), ...again, ...inOtherWords]);
  const online = lines.filter((line) => !held.has(line)).map(delivery);
  const back = online.findIndex(({ line }) => Date.parse(line.body.at) > lastMade + hours * 3_600_000);
  return back < 0 ? [...online, ...batch] : [...online.slice(0, back), ...batch, ...online.slice(back)];
}

/**
 * Sends the reports in their order, as many at once as wait for none of each other, and again what got 404, or 409 of
 * class ORDER, STATE or CLAIM, until nothing is left.
 * @throws DeliveryFailed for any other refusal, or when a round brings nothing on.
 */
export async function deliver(
  plan: readonly Delivery[],
  send: (lines: readonly MovementLine[]) => Promise<readonly Answer[]>,
): Promise<DeliveryTally> {
  const accepted = new Set<string>();
  const isReady = ({ after }: Delivery) => after.every((key) => accepted.has(key));
  let pending = plan;
  let resent = 0;
  let rounds = 0;
  while (pending.length > 0) {
    const left: Delivery[] = [];
    const sendAll = async (batch: Delivery[]): Promise<void> => {
      if (batch.length === 0) return;
      const answers = await send(batch.map(({ line }) => line));
      for (const [index, delivery] of batch.entries()) {
        if (isAccepted(delivery.line, answers[index])) accepted.add(delivery.line.key);
        else {
          left.push(delivery);
          resent += 1;
        }
      }
      batch.length = 0;
    };
    const batch: Delivery[] = [];
    for (const delivery of pending) {
      if (!isReady(delivery)) await sendAll(batch);
      (isReady(delivery) ? batch : left).push(delivery);
    }
    await sendAll(batch);
    if (left.length === pending.length) {
      throw new DeliveryFailed(`never accepted: ${left.map(({ line }) => line.key).join(', ')}`);
    }
    pending = left;
    rounds += 1;
  }
  return { accepted: plan.length, resent, rounds };
}

function isAccepted({ key }: MovementLine, answer: Answer | undefined): boolean {
  const { status = 0 } = answer ?? {};
  if (status >= 200 && status < 300) return true;
  if (status === 404 || (status === 409 && RESENT_CLASSES.has(answer?.class ?? ''))) return false;
  throw new DeliveryFailed(`${key}: ${JSON.stringify(answer)}`);
}

function isVisitStep({ command }: MovementLine): boolean {
  return command.startsWith('truck-visits');
}

/** The visit of a step; for all other commands the noun and what it is about. */
function subjectOf({ command, id, body }: MovementLine): string {
  if (command === 'truck-visits') return String(body['visitId']);
  const noun = command.split('/')[0] ?? command;
  return noun === 'truck-visits' ? String(id) : `${noun} ${id ?? ''}`;
}

/** A run of `count` reports of one gate. */
function outage(lines: readonly MovementLine[], count: number, random: RandomStream): MovementLine[] {
  const gateOfVisit = new Map<string, string>();
  const byGate = new Map<string, MovementLine[]>();
  for (const line of lines) {
    const subject = subjectOf(line);
    if (line.command === 'truck-visits') gateOfVisit.set(subject, String(line.body['gate']));
    const gate = gateOfVisit.get(subject) ?? line.id ?? '';
    const reports = byGate.get(gate) ?? [];
    reports.push(line);
    byGate.set(gate, reports);
  }
  const reports = random.pick([...byGate.values()].filter(({ length }) => length >= count));
  const start = random.below(reports.length - count + 1);
  return reports.slice(start, start + count);
}

/** What a report takes that another visit may hold: the vehicle's parts, or a dedicated driver. */
function takenBy({ body }: MovementLine): string[] {
  const parts = [
    ['tractor', 'plate'],
    ['trailer', 'plate'],
    ['container', 'number'],
  ] as const;
  const named = parts.flatMap(([part, field]) => {
    const value = body[part];
    if (typeof value !== 'object' || value === null || !(field in value)) return [];
    const text = String((value as Readonly<Record<string, unknown>>)[field]);
    return [`${part} ${text.toUpperCase().replaceAll(/[-. ]/gu, '')}`];
  });
  const driver = body['dedicatedDriver'];
  return typeof driver === 'string' ? [...named, `driver ${driver}`] : named;
}

/**
 * By key, what a report may not overtake: a gate act the act before it; a report that takes a driver or an asset
 * all earlier reports of the visit that had it before.
 */
function orderToKeep(lines: readonly MovementLine[]): ReadonlyMap<string, readonly string[]> {
  const after = new Map<string, readonly string[]>();
  const reported = new Map<string, string[]>();
  const holders = new Map<string, string>();
  for (const line of lines) {
    const subject = subjectOf(line);
    const own = reported.get(subject) ?? [];
    reported.set(subject, own);
    if (!isVisitStep(line)) after.set(line.key, own.slice(-1));
    else {
      const before = takenBy(line).flatMap((asset) => {
        const holder = holders.get(asset) ?? subject;
        holders.set(asset, subject);
        return holder === subject ? [] : (reported.get(holder) ?? []);
      });
      after.set(line.key, before);
    }
    own.push(line.key);
  }
  return after;
}

import { uuidV5 } from '#libs/event-sourcing';

/* Invented trucks in the line of one gate, as import lines: arrival, clearance and, of some, a call. */

const NAMESPACE = '0a7c6a54-6d38-5c8e-9f0e-8a1b8f2f5c11';
const MINUTE = 60_000;
const CLASSES = ['FRESH_PRODUCE', 'FROZEN_SEAFOOD', 'DRY', 'DRY', 'DRY'];

/** Epoch milliseconds as RFC 3339. */
export const textOf = (time: number): string => new Date(time).toISOString();

/** A truck by its number, which its plate is made of. */
export interface LineTruck {
  readonly visitId: string;
  readonly number: number;
  /** When it arrived, epoch milliseconds. */
  readonly arrived: number;
}

/** So many trucks from a number on, the first at `begin`, each `every` milliseconds after the one before it. */
export function trucksFrom(
  first: number,
  count: number,
  { begin, every }: { readonly begin: number; readonly every: number },
): LineTruck[] {
  return Array.from({ length: count }, (_, index) => ({
    visitId: uuidV5(NAMESPACE, `truck ${first + index}`),
    number: first + index,
    arrived: begin + index * every,
  }));
}

/** The arrival of a truck and its clearance a minute later. */
export function* clearedLines(gate: string, trucks: readonly LineTruck[]): Generator<string> {
  for (const { visitId, number, arrived } of trucks) {
    const plate = `12C-${(10_000 + (number % 90_000)).toString()}`;
    const cargoClass = CLASSES[number % CLASSES.length];
    const body = {
      visitId,
      gate,
      direction: 'EXPORT',
      at: textOf(arrived),
      tractor: { plate },
      bodyType: 'BOX',
      consignments: [{ consignmentId: `goods-${visitId}`, cargoClass }],
    };
    yield lineOf('truck-visits', visitId, body);
    yield stepLine('customs-clearance', visitId, {
      at: textOf(arrived + MINUTE),
      declarationNumber: `D${number}`,
    });
  }
}

export function stepLine(step: string, visitId: string, body: object): string {
  return lineOf(`truck-visits/${step}`, visitId, body, { id: visitId });
}

function lineOf(command: string, visitId: string, body: object, more: object = {}): string {
  return `${JSON.stringify({ key: `${command}-${visitId}`, command, ...more, body })}\n`;
}

import type { Warning } from '#libs/event-sourcing';
import { DOUBLE_SCAN } from '../double-scan';
import type { ReadStep } from './step-data';
import type { Visit } from './state';

/**
 * Is this report of an arrival a second scan of the truck that arrived with this visit (the same tractor
 * at the same gate within two minutes)? None is from the cancellation on: what arrives then is what the cancelled visit
 * should have been.
 */
export function isSecondScan({ arrival, ending }: Visit, { data, at }: ReadStep): boolean {
  const again = data as { gate?: string; tractor?: { plate: string } };
  const time = Date.parse(at);
  return (
    arrival !== undefined &&
    arrival.data.gate === again.gate &&
    arrival.data.tractor.plate === again.tractor?.plate &&
    Math.abs(time - arrival.time) <= DOUBLE_SCAN &&
    !(ending?.type === 'truckVisit.VisitCancelled.v1' && time >= ending.time)
  );
}

/** Fields of an arrival that its answer tells, or that say how it was judged. */
const NOT_COMPARED = ['visitId', 'yardOfPlace', 'gateRevision', 'warnings', 'observed', 'observation'];

/**
 * What a second scan says more than the first, or otherwise: a warning `ARRIVAL_DIFFERS` for each pointer into its body.
 * What it leaves out differs in nothing.
 */
export function differencesOf({ arrival }: Visit, { data }: ReadStep): Warning[] {
  const said = Object.entries(data).filter(([field]) => !NOT_COMPARED.includes(field));
  const first = arrival?.data as Readonly<Record<string, unknown>> | undefined;
  return said
    .flatMap(([field, value]) => pointersThatDiffer(first?.[field], value, `/${field}`))
    .map((pointer) => ({ code: 'ARRIVAL_DIFFERS', pointer }));
}

function pointersThatDiffer(before: unknown, said: unknown, pointer: string): string[] {
  if (typeof said !== 'object' || said === null) return before === said ? [] : [pointer];
  if (typeof before !== 'object' || before === null) return [pointer];
  const known = before as Readonly<Record<string, unknown>>;
  return Object.entries(said).flatMap(([field, value]) =>
    pointersThatDiffer(known[field], value, `${pointer}/${field}`),
  );
}

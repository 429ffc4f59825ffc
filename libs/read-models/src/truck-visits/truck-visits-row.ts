import { containersNumbered, loadedIn } from '#libs/truck-flow';
import type { Carriage, Stage } from '#libs/truck-flow';

/** A row of truck_visits as lists read it. */
export interface TruckVisitRow {
  readonly visit_id: string;
  readonly gate: string;
  readonly stage: Stage;
  readonly arrived_at: number;
  readonly yard: string | null;
  readonly carrier: string | null;
  /** JSON of the carriage, `{}` for a voided visit. */
  readonly carriage: string;
  readonly held: 0 | 1;
}

/** SQL: the stage of a visit `v` at `:at`; with time alone a call that nobody followed is over. */
export const STAGE_AT_TIME = 'iif(v.stage_until > :at, v.stage, v.stage_after)';

/** What carries the goods now, in the shape of an arrival's body. */
export interface ShownCarriage {
  readonly tractor?: { readonly plate: string };
  readonly trailer?: { readonly plate: string };
  readonly container?: { readonly number: string };
  /** Both, where there are two; the first is `container`. */
  readonly containers?: readonly { readonly number: string }[];
}

export function shownCarriage(carriage: Partial<Carriage>): ShownCarriage {
  const { tractor, trailer } = carriage;
  return {
    ...(tractor === undefined ? {} : { tractor: { plate: tractor } }),
    ...(trailer === undefined ? {} : { trailer: { plate: trailer } }),
    ...containersNumbered(loadedIn(carriage)),
  };
}

export function carriageOf(text: string): ShownCarriage {
  return shownCarriage(JSON.parse(text) as Partial<Carriage>);
}

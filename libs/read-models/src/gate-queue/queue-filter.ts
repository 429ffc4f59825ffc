import { consignmentsOf } from '#libs/truck-flow';
import type { Visit } from '#libs/truck-flow';
import type { OnHandStage } from '../visit-facts/visit-facts';

/** Which trucks of a queue are asked for; what is absent limits nothing. */
export interface QueueFilter {
  /** The last characters of the tractor's plate, in one spelling. */
  readonly plateEnds?: string;
  /** One of these. */
  readonly stages?: readonly string[];
  readonly held?: boolean;
  readonly carrier?: string;
  /** Province that some of the goods come from. */
  readonly originProvince?: string;
}

interface Waiting {
  readonly tractor: { readonly plate: string };
  readonly stage: OnHandStage;
  readonly held: boolean;
}

export function isFiltered(filter: QueueFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

export function fits(filter: QueueFilter, row: Waiting, visit: Visit): boolean {
  return fitsRow(filter, row) && fitsVisit(filter, visit);
}

function fitsRow({ plateEnds, stages, held }: QueueFilter, row: Waiting): boolean {
  return (
    (plateEnds === undefined || row.tractor.plate.endsWith(plateEnds)) &&
    (stages === undefined || stages.includes(row.stage)) &&
    (held === undefined || row.held === held)
  );
}

function fitsVisit({ carrier, originProvince }: QueueFilter, visit: Visit): boolean {
  return (
    (carrier === undefined || visit.carrier === carrier) &&
    (originProvince === undefined ||
      consignmentsOf(visit).some((goods) => goods.originProvince === originProvince))
  );
}

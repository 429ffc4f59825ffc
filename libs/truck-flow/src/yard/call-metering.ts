/* Call-forwards against the targets of gate yards: what a call has against it, and what is recorded of its judgement. */
import type { RejectionCode } from '../rejection';
import type { TruckCalledForwardData } from '../truck-visit/shapes';
import { placesFor } from './metering';
import type { YardsForCall } from './metering';

/** The data of a call with the places that there were for its truck, where they are counted. */
export function withPlaces(data: TruckCalledForwardData, yards: YardsForCall): TruckCalledForwardData {
  const places = placesFor(yards, data.yard);
  return places === undefined ? data : { ...data, places };
}

/** A call for which there was no place; an override of it is judged by itself. */
export function meteringObjections({ places, override }: TruckCalledForwardData): readonly {
  readonly code: Extract<RejectionCode, 'GATE_YARD_FULL'>;
  readonly detail: string;
}[] {
  if (places === undefined || places > 0 || override !== undefined) return [];
  return [
    {
      code: 'GATE_YARD_FULL',
      detail: 'the gate yards hold as many trucks as they are to, or those underway fill them',
    },
  ];
}

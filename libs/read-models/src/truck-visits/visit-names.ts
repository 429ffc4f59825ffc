import type { RecordedEvent } from '#libs/event-sourcing';
import { consignmentsOf, numbersIn, VISIT_CORRECTED } from '#libs/truck-flow';
import type { Containers, Visit } from '#libs/truck-flow';
import type { VisitSubject } from '../subjects/subject';

/**
 * What a visit is found by. `PLATE_END` is a plate read backwards, so that its last characters are the first of an
 * index; `ORIGIN` is a province that goods come from, `ORIGIN_OF` the same with their owner (`originOf`).
 */
type Kind = 'PLATE' | 'PLATE_END' | 'CONTAINER' | 'COMPANY' | 'ORIGIN' | 'ORIGIN_OF';
type Name = readonly [kind: Kind, value: string];

export function namesFrom(text: string): Name[] {
  return JSON.parse(text) as Name[];
}

export function backwards(plate: string): string {
  return Array.from(plate).reverse().join('');
}

export function originOf(owner: string, province: string): string {
  return JSON.stringify([owner, province]);
}

/** Plates and containers that were ever named, also by mistake; companies and origins only as they count today. */
export function namesOf({ recorded, visit }: VisitSubject): Name[] {
  const names = [...recorded.flatMap(vehiclesNamed), ...companiesOf(visit), ...originsOf(visit)];
  const once = new Map(names.map((name) => [name.join('\n'), name]));
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
}

interface NamingData extends Containers {
  readonly tractor?: { readonly plate: string };
  readonly trailer?: { readonly plate: string };
  readonly vehicle?: { readonly plate: string };
  readonly toTractor?: { readonly plate: string };
  readonly toVehicle?: { readonly plate: string };
}

function vehiclesNamed({ type, data }: RecordedEvent): Name[] {
  const named =
    type === VISIT_CORRECTED
      ? (data as { corrected?: { data: NamingData } }).corrected?.data
      : (data as NamingData);
  if (named === undefined) return [];
  const { tractor, trailer, vehicle, toTractor, toVehicle } = named;
  const plates = [tractor, trailer, vehicle, toTractor, toVehicle].flatMap((one) => one?.plate ?? []);
  return [
    ...plates.flatMap((plate): Name[] => [
      ['PLATE', plate],
      ['PLATE_END', backwards(plate)],
    ]),
    ...numbersIn(named).map((number) => ['CONTAINER', number] as const),
  ];
}

function companiesOf(visit: Visit): Name[] {
  if (visit.arrival === undefined) return [];
  const owners = consignmentsOf(visit).map(({ owner }) => owner);
  return [visit.carrier, ...owners].flatMap((company) =>
    company === undefined ? [] : [['COMPANY', company] as const],
  );
}

function originsOf(visit: Visit): Name[] {
  if (visit.arrival === undefined) return [];
  return consignmentsOf(visit).flatMap(({ originProvince, owner }): Name[] =>
    originProvince === undefined
      ? []
      : [
          ['ORIGIN', originProvince],
          ...(owner === undefined ? [] : [['ORIGIN_OF', originOf(owner, originProvince)] as const]),
        ],
  );
}

import { Rejection } from '#libs/truck-flow';

/* What does not exist and what is out of reach are refused alike, so that nobody learns which it is. */

export const GATE_NOT_FOUND = () => new Rejection('GATE_NOT_FOUND', 'there is no such gate');
export const VISIT_NOT_FOUND = () => new Rejection('VISIT_NOT_FOUND', 'there is no such visit');
export const YARD_NOT_FOUND = (code: string) => new Rejection('YARD_NOT_FOUND', `there is no yard ${code}`);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
const CODE = /^[A-Z0-9_]{1,40}$/u;

/** May a stream of a visit be read by this name? */
export function isVisitId(text: string): boolean {
  return UUID.test(text);
}

/** May a stream of a gate or yard be read by this name? */
export function isCode(text: string): boolean {
  return CODE.test(text);
}

/** A name that is no id has no stream, and none may be read by it. @throws Rejection VISIT_NOT_FOUND */
export function refuseOddId(visitId: string): void {
  if (!isVisitId(visitId)) throw VISIT_NOT_FOUND();
}

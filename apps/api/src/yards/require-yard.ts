import type { DatabaseSync } from 'node:sqlite';
import type { Reach } from '#libs/http-edge';
import { yardOf } from '#libs/read-models';
import { Rejection } from '#libs/truck-flow';

/** @throws Rejection YARD_NOT_FOUND when the yard is not registered or lies outside the caller's reach. */
export function requireYard(db: DatabaseSync, yard: string, reach: Reach): void {
  const gate = yardOf(db, yard)?.registered?.data.gate;
  if (gate === undefined || !reach.yard(yard, gate)) {
    throw new Rejection('YARD_NOT_FOUND', 'there is no such yard');
  }
}

/* Receivers of goods: finds the visit that takes over a cut, lift or transload. */

import { effective, streamOf, unlessDamaged } from '#libs/event-sourcing';
import type { EffectiveEvent, EventStore, RecordedEvent } from '#libs/event-sourcing';
import {
  GOODS_BROUGHT,
  HOME_COUNTRY,
  Rejection,
  receivingVehicle,
  takesOver,
  truckVisit,
  visitBefore,
} from '#libs/truck-flow';
import type { GoodsBrought, ReceivingVehicle, Transfer } from '#libs/truck-flow';
import { CORRECTED_WITHIN, isClaimed, nearestClaimants, readClaims } from '../claim/claim-streams';
import type { ClaimsSeen } from '../claim/claim-streams';
import { protocolEvent } from '../claim/protocol-event';
import type { Claimant } from '../claim/take-claims';
import { VISIT_NOT_FOUND } from '../not-found';

/** A cut, lift or transload, and the visit whose goods it moves. */
export interface GoodsMove {
  readonly donor: string;
  /** The donor's gate. */
  readonly gate: string;
  readonly transfer: Pick<Transfer, 'type' | 'time' | 'data'>;
}

/**
 * The visit that takes the goods over: the one that is named, or the one of the vehicle at that gate, as of the time of
 * the transfer. Undefined: the vehicle has none, and the visit follows its goods.
 * @throws Rejection TRANSFER_TO_ITSELF, VISIT_NOT_FOUND, RECEIVER_NOT_ON_HAND for a visit that is named, the last
 * unless the transfer was observed.
 */
export async function receiverOf(store: EventStore, move: GoodsMove): Promise<string | undefined> {
  const vehicle = receivingVehicle(move.transfer as Transfer);
  if (vehicle.visitId !== undefined) return namedReceiver(store, move, vehicle.visitId);
  if (vehicle.country !== HOME_COUNTRY) return undefined;
  const { events } = await claimsOfTractor(store, vehicle);
  const candidates: { readonly visitId: string; readonly arrived: number }[] = [];
  const { time } = move.transfer;
  const latestFirst = (at: number) => (at <= time + CORRECTED_WITHIN ? time - at : undefined);
  for (const visitId of nearestClaimants(events, latestFirst)) {
    if (visitId === move.donor) continue;
    const steps = await unlessDamaged(stepsOfVisit(store, visitId));
    if (steps === undefined || !takesOver(steps, move.transfer, { gate: move.gate, plate: vehicle.plate }))
      continue;
    candidates.push({ visitId, arrived: visitBefore(steps, move.transfer).arrival?.time ?? 0 });
  }
  candidates.sort((a, b) => b.arrived - a.arrived || (a.visitId < b.visitId ? -1 : 1));
  return candidates[0]?.visitId;
}

async function namedReceiver(
  store: EventStore,
  { donor, gate, transfer }: GoodsMove,
  named: string,
): Promise<string | undefined> {
  if (named === donor) throw new Rejection('TRANSFER_TO_ITSELF', 'the goods are on this visit already');
  const steps = await stepsOfVisit(store, named);
  if (steps.length === 0) throw VISIT_NOT_FOUND();
  if (takesOver(steps, transfer, { gate })) return named;
  if ('observed' in transfer.data) return undefined;
  throw new Rejection('RECEIVER_NOT_ON_HAND', 'the receiving visit was not on hand at this gate then', {
    visitId: named,
  });
}

/** Leaves a note for a visit of the vehicle that may be recorded later, unless one of the same time is there. */
export async function noteTransfer(claimant: Claimant, move: GoodsMove): Promise<void> {
  const vehicle = receivingVehicle(move.transfer as Transfer);
  if (vehicle.country !== HOME_COUNTRY) return;
  const { stream, events, revision } = await claimsOfTractor(claimant.store, vehicle);
  if (notesIn(events).some(({ visitId, time }) => visitId === move.donor && time === move.transfer.time))
    return;
  const note: GoodsBrought = {
    type: GOODS_BROUGHT,
    data: { visitId: move.donor },
    eventTime: claimant.at,
  };
  const event = protocolEvent(stream, note, claimant, `note\n${vehicle.plate}\n${revision}`);
  await claimant.store.append(stream, [event], revision);
}

/** Visits that brought goods to this tractor at or after a time; none where what is known of it was damaged. */
export async function donorsTo(store: EventStore, plate: string, from: number): Promise<string[]> {
  const read = await unlessDamaged(claimsOfTractor(store, { plate }));
  const notes = notesIn(read?.events ?? []).filter(({ time }) => time >= from - CORRECTED_WITHIN);
  return [...new Set(notes.map(({ visitId }) => visitId))];
}

/** Is a transfer one that this visit left a note of? Those of older logs have none, and keep their meaning. */
export async function isNoted(store: EventStore, { donor, transfer }: GoodsMove): Promise<boolean> {
  const { events } = await claimsOfTractor(store, receivingVehicle(transfer as Transfer));
  return notesIn(events).some(({ visitId }) => visitId === donor);
}

export async function stepsOfVisit(store: EventStore, visitId: string): Promise<EffectiveEvent[]> {
  const { events } = await store.readStream(streamOf(truckVisit.category, visitId));
  return effective(events, truckVisit.order);
}

function claimsOfTractor(store: EventStore, { plate }: Pick<ReceivingVehicle, 'plate'>): Promise<ClaimsSeen> {
  return readClaims(store, { kind: 'tractor', id: plate });
}

function notesIn(events: readonly RecordedEvent[]): { visitId: string; time: number }[] {
  return events
    .filter((event) => !isClaimed(event))
    .map(({ data, metadata }) => ({
      visitId: (data as GoodsBrought['data']).visitId,
      time: Date.parse(metadata.eventTime),
    }));
}

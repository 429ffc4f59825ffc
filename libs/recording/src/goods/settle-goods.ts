/* Settlement of transfers: brings giving and receiving visits into line, idempotently. */

import { effective, streamOf, RevisionConflict, StreamDamaged, unlessDamaged } from '#libs/event-sourcing';
import type {
  CommandContext,
  DomainEvent,
  EffectiveEvent,
  EventStore,
  StreamSlice,
} from '#libs/event-sourcing';
import {
  Rejection,
  STEPS,
  VISIT_CORRECTED,
  foldVisit,
  isTransfer,
  newClaims,
  receiptOf,
  receivingVehicle,
  truckVisit,
  carryingGate,
  sameStep,
} from '#libs/truck-flow';
import type { GoodsReceivedData, Step, Transfer } from '#libs/truck-flow';
import { protocolEvent } from '../claim/protocol-event';
import { HeldByVisit, takeClaims } from '../claim/take-claims';
import { asRecorded } from '../as-recorded';
import { settlingSubject } from './followed-command';
import { isNoted, receiverOf } from './goods-receivers';
import type { GoodsMove } from './goods-receivers';
import { receiptsTakenBack } from './receipts-taken-back';

const ATTEMPTS = 8;

/** On whose behalf two visits are brought into line. */
export interface Settling {
  readonly store: EventStore;
  readonly context: CommandContext;
  /** Event time of the command that brought it about, RFC 3339. */
  readonly at: string;
  /** The command was recorded before, perhaps by a process that died on the way: all that it reaches is looked at. */
  readonly isRepeated?: boolean;
}

type Receipt = Step<(typeof STEPS)['goods-receipt']>;

/**
 * Brings the visits that took goods over from this one into line with its transfers: a receiver that became known, or
 * is none any more, goes into the transfer by a correction; each receiver has one receipt a transfer, and none of one
 * that is gone. Does nothing where all is in line, so it may be repeated after every command; it goes on to the visits
 * that a receiver handed the goods on to. Not one transaction: a crash leaves the rest to the next repetition. What was
 * damaged from outside stays as it is, and keeps nothing else from being brought into line.
 * @throws RevisionConflict when it outlives the attempts.
 */
export async function settleGoods(
  settling: Settling,
  donor: string,
  seen = new Set<string>(),
): Promise<void> {
  if (seen.has(donor)) return;
  seen.add(donor);
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (await isInLine(settling, donor, seen)) return;
    } catch (error) {
      if (error instanceof StreamDamaged && error.stream === streamOf(truckVisit.category, donor)) return;
      if (!(error instanceof RevisionConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Brings a visit and its receivers into line. False when a transfer of it was corrected: then all is looked at again. */
async function isInLine(settling: Settling, donor: string, seen: Set<string>): Promise<boolean> {
  const slice = await visitOf(settling, donor);
  if (await correctReceiver(settling, donor, slice)) return false;
  for (const receiver of receiversNamed(slice)) {
    const isChanged = await unlessDamaged(
      settleReceipts(settling, { donor, receiver, steps: stepsOf(slice) }),
    );
    if (isChanged || settling.isRepeated) await settleGoods(settling, receiver, seen);
  }
  return true;
}

/** Does a transfer go to another visit than it says? Then it is corrected. */
async function correctReceiver(settling: Settling, donor: string, slice: StreamSlice): Promise<boolean> {
  const steps = stepsOf(slice);
  const before = foldVisit(steps);
  const gate = before.arrival?.data.gate;
  if (gate === undefined) return false;
  for (const transfer of steps.filter((step) => isTransfer(step as Step)) as Transfer[]) {
    const isCorrected =
      isOpen(transfer, before) &&
      (await unlessDamaged(isMoved(settling, { donor, gate, transfer }, slice))) === true;
    if (isCorrected) return true;
  }
  return false;
}

/** Corrects one transfer whose receiver is another by now. */
async function isMoved(
  settling: Settling,
  move: GoodsMove & { readonly transfer: Transfer },
  slice: StreamSlice,
): Promise<boolean> {
  const { store, at } = settling;
  const { donor, transfer } = move;
  if (!(await isNoted(store, move))) return false;
  const receiver = await knownReceiver(store, move);
  if (receiver === transfer.data.toVisitId) return false;
  const { toVisitId: _, ...data } = transfer.data;
  const event = correctionOf(transfer, at, {
    at: transfer.at,
    data: receiver === undefined ? data : { ...data, toVisitId: receiver },
  });
  return appended(settling, donor, slice, [event]);
}

/**
 * A visit that is named stays; goods that crossed or left with their own visit did not go on with another, unless they
 * were in the one of two containers that had gone before.
 */
function isOpen(transfer: Transfer, { crossing, ending, unloadings }: ReturnType<typeof foldVisit>): boolean {
  if (transfer.data.toVisitId !== undefined) return receivingVehicle(transfer).visitId === undefined;
  const isOfTwo = unloadings.some(({ eventId }) => eventId === transfer.eventId);
  return isOfTwo || (crossing === undefined && ending === undefined);
}

async function knownReceiver(store: EventStore, move: GoodsMove): Promise<string | undefined> {
  try {
    return await receiverOf(store, move);
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

interface Handing {
  readonly donor: string;
  readonly receiver: string;
  /** Of the donor. */
  readonly steps: readonly EffectiveEvent[];
}

/** What has to be in the receiver's stream; a trailer or containers of which another visit holds one by now are left out. */
async function settleReceipts(settling: Settling, { donor, receiver, steps }: Handing): Promise<boolean> {
  const slice = await visitOf(settling, receiver);
  const own = foldVisit(stepsOf(slice)).receipts.filter(({ data }) => data.fromVisitId === donor);
  const transfers = steps.filter(
    (step) => isTransfer(step as Step) && (step as Transfer).data.toVisitId === receiver,
  ) as Transfer[];
  const wanted = transfers.map((transfer) => ({ transfer, data: receiptOf(donor, steps, transfer) }));
  for (const without of LEFT_OUT) {
    const events = eventsFor(
      settling,
      own,
      wanted.map(({ transfer, data }) => ({ transfer, data: lessOf(data, without) })),
    );
    if (events.length === 0) return false;
    if (await appended(settling, receiver, slice, events)) return true;
  }
  return false;
}

/** Tried one after the other, while another visit holds what is in the receipt. */
const CONTAINERS = ['container', 'containers'];
const LEFT_OUT: readonly (readonly string[])[] = [[], CONTAINERS, ['trailer'], ['trailer', ...CONTAINERS]];

function lessOf(data: GoodsReceivedData, without: readonly string[]): GoodsReceivedData {
  return Object.fromEntries(Object.entries(data).filter(([field]) => !without.includes(field))) as never;
}

function eventsFor(
  { at }: Settling,
  own: readonly Receipt[],
  wanted: readonly { readonly transfer: Transfer; readonly data: GoodsReceivedData }[],
): DomainEvent[] {
  const gone = own.filter(({ data }) => !wanted.some(({ transfer }) => transfer.eventId === data.eventId));
  return [
    ...gone.map((receipt) => correctionOf(receipt, at)),
    ...wanted.flatMap(({ transfer, data }): DomainEvent[] => {
      const has = own.find((receipt) => receipt.data.eventId === transfer.eventId);
      if (has === undefined) return [{ type: STEPS['goods-receipt'], data, eventTime: transfer.at }];
      const isSame = has.time === transfer.time && sameStep(has, { ...has, data });
      return isSame ? [] : [correctionOf(has, at, { at: transfer.at, data })];
    }),
  ];
}

function correctionOf(
  { eventId }: Step,
  at: string,
  corrected?: { readonly at: string; readonly data: object },
): DomainEvent {
  const reason = corrected === undefined ? 'DID_NOT_OCCUR' : 'INCORRECT_DATA';
  const data = { eventId, reason, ...(corrected === undefined ? {} : { corrected }) };
  return { type: VISIT_CORRECTED, data, eventTime: at };
}

/** Takes what the visit holds by these events, then appends them. False when another visit holds it. */
async function appended(
  settling: Settling,
  visitId: string,
  slice: StreamSlice,
  events: readonly DomainEvent[],
): Promise<boolean> {
  const { store, context, at } = settling;
  const claimant = { store, visitId, own: slice, at, context };
  const before = stepsOf(slice);
  const after = effective([...slice.events, ...asRecorded(events, slice.events.length)], truckVisit.order);
  const claims = newClaims(foldVisit(before), foldVisit(after));
  const letGo = receiptsTakenBack({ before, after, at });
  try {
    await takeClaims({ ...claimant, letGo }, claims);
  } catch (error) {
    if (error instanceof HeldByVisit) return false;
    throw error;
  }
  const stream = streamOf(truckVisit.category, visitId);
  const stored = events.map((event, index) => {
    const revision = BigInt(slice.events.length + index);
    const carrying = carryingGate(event, slice.events);
    return protocolEvent(stream, carrying, claimant, settlingSubject({ stream, revision }));
  });
  await store.append(stream, stored, slice.revision);
  return true;
}

/** Every visit that a transfer of this one was ever said to go to. */
function receiversNamed({ events }: StreamSlice): Set<string> {
  const named = events.flatMap(({ data }) => {
    const { toVisitId, corrected } = data as {
      readonly toVisitId?: string;
      readonly corrected?: { readonly data: { readonly toVisitId?: string } };
    };
    return [toVisitId, corrected?.data.toVisitId].filter((id) => id !== undefined);
  });
  return new Set(named);
}

function visitOf({ store }: Settling, visitId: string): Promise<StreamSlice> {
  return store.readStream(streamOf(truckVisit.category, visitId));
}

function stepsOf({ events }: StreamSlice): EffectiveEvent[] {
  return effective(events, truckVisit.order);
}

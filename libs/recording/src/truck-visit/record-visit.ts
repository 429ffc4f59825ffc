/* Application service for one command of a visit: claims, decision, append, settlement. */

import {
  AmbiguousAppend,
  effective,
  StoreFull,
  StoreUnavailable,
  StreamDamaged,
  streamOf,
  transact,
} from '#libs/event-sourcing';
import type {
  CommandContext,
  EventStore,
  History,
  Recollection,
  StreamSlice,
  Transacted,
} from '#libs/event-sourcing';
import { Rejection, STEPS, foldVisit, isSecondScan, nameOf, newClaims, truckVisit } from '#libs/truck-flow';
import type { Claim, TruckVisitCommand, Visit } from '#libs/truck-flow';
import { HeldByVisit, claimsSeen, takeClaims } from '../claim/take-claims';
import type { Claimant } from '../claim/take-claims';
import { asRecorded } from '../as-recorded';
import { ScannedTwice, refuseSecondScan } from './double-scan';
import { FollowedCommand } from '../goods/followed-command';
import { receiptsTakenBack } from '../goods/receipts-taken-back';
import { seenElsewhere, standsElsewhereLater } from './seen-elsewhere';
import { continuing } from './visit-continued';
import { settleAfter } from '../goods/settle-after';
import { withReceiver } from '../goods/with-receiver';

/** Builds the command from the visit as just read; called again on every attempt. */
export type BuildVisitCommand = (history: History, slice: StreamSlice) => Promise<TruckVisitCommand>;

/**
 * Records one command of a truck visit: judged on the visit's stream, its claims taken first, appended at the
 * revision it was judged by; then the visits that take goods over, or gave them, are brought into line, and the answer
 * gives the position of the last event of all. An arrival that only scans a truck twice is answered with the visit that is there.
 * @throws Rejection; what `transact` throws.
 */
export async function recordVisit(
  log: EventStore,
  visitId: string,
  build: BuildVisitCommand,
  context: CommandContext,
): Promise<Transacted> {
  const store = new FollowedCommand(log, context);
  let judged: { readonly command: TruckVisitCommand; readonly history: History } | undefined;
  const prepare = async (history: History, slice: StreamSlice, recalled?: Recollection) => {
    const built = await build(history, slice);
    const claimant = { store, visitId, own: slice, at: eventTimeOf(built), context, recalled };
    const command = await claimed(await withReceiver(built, history, claimant), history, claimant);
    judged = { command, history };
    return command;
  };
  // An answer is given again to whoever would find what the command names today.
  const mayRepeat = async (history: History, slice: StreamSlice) => {
    judged = undefined;
    await build(history, slice).catch((error: unknown) => {
      if (!(error instanceof Rejection) || error.class === 'UNKNOWN') throw error;
    });
  };
  try {
    const recorded = await transact(store, truckVisit, { id: visitId, prepare, context, mayRepeat });
    await settleAfter({ store, context }, visitId, judged);
    return store.ended(recorded);
  } catch (error) {
    if (error instanceof ScannedTwice) return error.first;
    await refuseDeleted(store, visitId, error);
    throw store.hasRecorded ? unfinished(error) : error;
  }
}

/** A visit that is not found may have been deleted, and nobody has come upon it yet. @throws StreamDamaged */
async function refuseDeleted(store: FollowedCommand, visitId: string, refused: unknown): Promise<void> {
  if (!(refused instanceof Rejection) || refused.code !== 'VISIT_NOT_FOUND') return;
  const stream = streamOf(truckVisit.category, visitId);
  if (await store.isDeleted(stream)) throw new StreamDamaged(stream, 'DELETED');
}

/** A store that fails in the middle of a command says that nothing was written, and means the last append. */
function unfinished(error: unknown): unknown {
  if (!(error instanceof StoreUnavailable || error instanceof StoreFull)) return error;
  return new AmbiguousAppend('the command is recorded in part', { cause: error });
}

/** The command with its claims taken. An observed arrival whose truck came elsewhere later holds nothing. */
async function claimed(
  command: TruckVisitCommand,
  history: History,
  claimant: Claimant,
): Promise<TruckVisitCommand> {
  const { claims, letGo } = claimsFor(command, history, claimant);
  if (claims.length === 0) return command;
  try {
    return await take(claims, { ...claimant, letGo }, command);
  } catch (error) {
    // A claim that is not taken is guarded by nothing.
    if (!(error instanceof HeldByVisit) || claimant.recalled !== undefined) throw error;
    const elsewhere = standsElsewhereLater(error, command);
    if (elsewhere === undefined) throw refusal(error, command);
    return elsewhere;
  }
}

/**
 * Takes the claims of a command, and gives it with what they tell of it. An arrival claims its tractor as that was seen when no first scan was found, and
 * looks once more at the visit that had it last: it may have arrived and crossed in between.
 */
async function take(
  claims: readonly Claim[],
  claimant: Claimant,
  command: TruckVisitCommand,
): Promise<TruckVisitCommand> {
  const tractor = claims.find(({ kind }) => kind === 'tractor');
  if (command.kind === 'correction' || command.report.type !== STEPS.arrival || tractor === undefined)
    return takeClaims(claimant, claims).then(() => command);
  const { report } = command;
  const { store, visitId } = claimant;
  const seen = await claimsSeen(tractor, claims[0], claimant);
  await refuseSecondScan(store, report, { claims: seen, visitId });
  const read = new Map([[nameOf(tractor), seen]]);
  const had: Visit[] = [];
  const isBarredBy = (visit: Visit) => {
    had.push(visit);
    return isSecondScan(visit, report);
  };
  const isSeen = 'observed' in report.data;
  const letGo = seenElsewhere(report, visitId);
  await takeClaims({ ...claimant, read, isBarredBy, isSeen, letGo }, claims);
  return continuing(store, command, { claims: seen, visitId, had });
}

const CLAIMING = new Set<string>([STEPS.arrival, STEPS.handover, STEPS['vehicle-change']]);

/** What the visit would hold after the command and does not hold before it. Nothing is claimed for a refused command. */
function claimsFor(
  command: TruckVisitCommand,
  history: History,
  { at }: Claimant,
): { readonly claims: readonly Claim[]; readonly letGo: NonNullable<Claimant['letGo']> } {
  if (command.kind === 'step' && !CLAIMING.has(command.report.type))
    return { claims: [], letGo: () => undefined };
  const { events } = truckVisit.decide(command, history);
  const { recorded, effective: before } = history;
  const after = effective([...recorded, ...asRecorded(events, recorded.length)], truckVisit.order);
  return {
    claims: newClaims(foldVisit(before), foldVisit(after)),
    letGo: receiptsTakenBack({ before, after, at }),
  };
}

function eventTimeOf(command: TruckVisitCommand): string {
  return command.kind === 'step' ? command.report.at : command.at;
}

function refusal(held: HeldByVisit, command: TruckVisitCommand): Error {
  const extra = { visitId: held.visitId, asset: held.claim.kind };
  if (command.kind === 'correction') {
    return new Rejection(
      'ASSET_CLAIMED_ELSEWHERE',
      `another visit on hand holds this ${held.claim.kind}`,
      extra,
    );
  }
  if (held.claim.kind === 'driver') {
    return new Rejection('DRIVER_BUSY', `${held.claim.id} is out with another truck`, extra);
  }
  if (isSecondScan(held.visit, command.report)) {
    const { visitId: id, visit, slice } = held;
    return new ScannedTwice({ id, visit, slice }, command.report);
  }
  return new Rejection(
    'ASSET_HAS_LIVE_VISIT',
    `this ${held.claim.kind} is on hand with another visit`,
    extra,
  );
}

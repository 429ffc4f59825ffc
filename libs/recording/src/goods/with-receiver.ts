import type { History } from '#libs/event-sourcing';
import {
  STEP_NAMES,
  foldVisit,
  isTransfer,
  readStep,
  recordedAs,
  truckVisit,
  visitBefore,
} from '#libs/truck-flow';
import type { ReadStep, StepType, Transfer, TruckVisitCommand } from '#libs/truck-flow';
import type { Claimant } from '../claim/take-claims';
import { noteTransfer, receiverOf } from './goods-receivers';
import type { GoodsMove } from './goods-receivers';

/**
 * The command of a cut, lift or transload, or of the correction of one, with the visit that takes the goods over. A note
 * with the vehicle comes first, so that of this and of the arrival of that vehicle the later one always sees the other.
 * @throws Rejection of the receiver, and of the command itself before anything is stored.
 */
export async function withReceiver(
  command: TruckVisitCommand,
  history: History,
  claimant: Claimant,
): Promise<TruckVisitCommand> {
  const move = moveOf(command, history, claimant.visitId);
  if (move === undefined) return command;
  const { store } = claimant;
  const found = await receiverOf(store, move);
  const { events } = truckVisit.decide(receivedBy(found, command), history);
  if (events.length === 0) return command;
  await noteTransfer({ ...claimant, at: new Date(move.transfer.time).toISOString() }, move);
  return receivedBy(await receiverOf(store, move), command);
}

function receivedBy(receiver: string | undefined, command: TruckVisitCommand): TruckVisitCommand {
  return receiver === undefined ? command : { ...command, receiver };
}

/** Undefined for all else, and for a transfer that is reported again: it goes where it went. */
function moveOf(command: TruckVisitCommand, history: History, donor: string): GoodsMove | undefined {
  const report = reportIn(command, history);
  if (report === undefined || !isTransfer(report)) return undefined;
  const transfer = { ...report, time: Date.parse(report.at) } as unknown as Transfer;
  const whole = foldVisit(history.effective);
  const isKnown = recordedAs(transfer, visitBefore(history.effective, transfer), whole) !== undefined;
  if (command.kind === 'step' && isKnown) return undefined;
  return { donor, gate: whole.arrival?.data.gate ?? '', transfer };
}

function reportIn(command: TruckVisitCommand, { recorded }: History): ReadStep | undefined {
  if (command.kind === 'step') return command.report;
  const { corrected, eventId } = command;
  const target = recorded.find((event) => event.eventId === eventId);
  if (corrected === undefined || target === undefined || !isTransfer(target as { type: StepType }))
    return undefined;
  return readStep(STEP_NAMES[target.type as StepType], corrected);
}

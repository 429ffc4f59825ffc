import type { CommandEnvelope } from '#libs/http-edge';
import { derivedId } from '#libs/recording';
import type { VisitLockNames, VisitRecorder } from '#libs/recording';
import { Rejection } from '#libs/truck-flow';
import type { StepBody } from '#libs/truck-flow';
import { isUnanswered } from './import-course';

const ARRIVAL = 'truck-visits';
const CALL = 'truck-visits/call-forward';
const CORRECTION = 'truck-visits/correction';

/** What a line has to do with those round it. */
export interface LinePlace {
  /** It waits for all before it and is waited for. */
  readonly isAlone: boolean;
  /** Otherwise it waits for those that share one of these names with it. */
  readonly names: ReadonlySet<string>;
}

const ALONE: LinePlace = { isAlone: true, names: new Set() };

/** `id` is the visit, gate or yard that the line names. */
interface PlacedLine {
  readonly command: string;
  readonly id: string;
  readonly envelope: CommandEnvelope;
}

/**
 * The place of a line among the lines of its import. What its visit holds is looked up first; where the store does not say,
 * nothing runs beside the line. Nor does anything beside a call while an order is in force: who stands in the line by
 * then decides on it.
 */
export async function placeOf(
  { lockNames, callOrder }: Pick<VisitRecorder, 'lockNames' | 'callOrder'>,
  line: PlacedLine,
): Promise<LinePlace> {
  const { command, id, envelope } = line;
  if (!command.startsWith(ARRIVAL)) return ALONE;
  try {
    if (command === CALL && (await callOrder.isInForce(envelope.body.at))) return ALONE;
    if (id !== '') await lockNames.recall(id);
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    return ALONE;
  }
  // Whether a line counts is known once the one with its key has ended; those after it may depend on it.
  const { commandId } = envelope.context.command;
  return { isAlone: false, names: new Set([commandId, ...namesIn(lockNames, line)]) };
}

function namesIn(lockNames: VisitLockNames, { command, id, envelope }: PlacedLine): Iterable<string> {
  const body = envelope.body as object as StepBody;
  if (command === CORRECTION) return lockNames.namesForCorrection(id, envelope.body.corrected);
  try {
    if (command !== ARRIVAL) return lockNames.namesFor(id, body, false);
    return lockNames.namesFor(
      (body['visitId'] as string | undefined) ?? derivedId(envelope.context.command),
      body,
      true,
    );
  } catch (error) {
    // It is refused when it is carried out.
    if (error instanceof Rejection) return [];
    throw error;
  }
}

/* Visit ids: look-up within the caller's reach, and substitutes for ids that are taken. */

import { effective, streamOf, uuidV5 } from '#libs/event-sourcing';
import type { EventReader, RecordedEvent, Transacted } from '#libs/event-sourcing';
import { Rejection, foldVisit, STEPS, truckVisit } from '#libs/truck-flow';
import type { StepBody, Visit } from '#libs/truck-flow';
import type { Reach, RecordingContext } from '../context';
import { isHiddenDamage } from './damaged-visits';
import type { ShownVisits } from './shown-visits';
import { isReached, locationOf } from './visit-location';

/*
 * A visit's id is the client's or derived from the command. An id that somebody else has where the caller cannot look
 * must not tell that it is taken, and nobody may keep an id from the command it is derived for: so a visit whose id is
 * taken is recorded under a substitute, and who reaches it finds it by either.
 */

/** More of them nobody has: each costs an arrival of its own. */
const MOST_SUBSTITUTES = 64;

/** The id of an arrival is taken by a visit that is not for this caller; it is recorded under `instead`. */
export class VisitIdTaken extends Error {
  override readonly name = 'VisitIdTaken';
  constructor(readonly instead: string) {
    super('the id of the visit is taken');
  }
}

/** In place of an id that a client chose, for an arrival at `gate`. */
export function substituteOf(visitId: string, gate: string): string {
  return uuidV5(visitId, `visit at ${gate}`);
}

/** The substitutes of an id for arrivals at `gate`, in the order in which they are taken. */
export function* substitutesOf(visitId: string, gate: string): Generator<string> {
  let id = visitId;
  for (let n = 0; n < MOST_SUBSTITUTES; n += 1) yield (id = substituteOf(id, gate));
}

/** In place of a derived id. Nobody can be there first: it needs the whole request. */
function substituteOfDerived({ commandId, requestHash }: RecordingContext['command']): string {
  return uuidV5(commandId, `visit\n${requestHash}`);
}

/** The id that a command gives its visit when the client gives none. */
export function derivedId({ commandId }: Pick<RecordingContext['command'], 'commandId'>): string {
  return uuidV5(commandId, 'visit');
}

/** An arrival about to be recorded under an id. */
export interface NewVisit {
  readonly visitId: string;
  readonly gate: string;
  /** Did the client choose the id? */
  readonly isChosen: boolean;
}

/** @throws VisitIdTaken. A visit in reach is left to the rules: the caller may know that it is there. */
export function refuseTakenId(
  { visitId, gate, isChosen }: NewVisit,
  recorded: readonly RecordedEvent[],
  { command, reach }: RecordingContext,
): void {
  const arrival = recorded.find(({ type }) => type === STEPS.arrival);
  if (arrival === undefined) return;
  if (isChosen) {
    if (!isInReach(foldRecorded(recorded), recorded, reach))
      throw new VisitIdTaken(substituteOf(visitId, gate));
    return;
  }
  const isOwn = arrival.metadata.commandId === command.commandId;
  if (!isOwn && visitId === derivedId(command)) throw new VisitIdTaken(substituteOfDerived(command));
}

/** Runs an arrival under its id, else under the substitutes of it. */
export async function underFreeId<Answer>(
  visitId: string,
  run: (visitId: string) => Promise<Answer>,
): Promise<Answer> {
  let id = visitId;
  for (let substitutes = 0; substitutes < MOST_SUBSTITUTES; substitutes += 1) {
    try {
      return await run(id);
    } catch (error) {
      if (!(error instanceof VisitIdTaken)) throw error;
      id = error.instead;
    }
  }
  throw new Rejection('ALREADY_ARRIVAL', 'the id of the visit is taken');
}

/** A visit as a caller finds it by the id that he knows it by. */
export interface VisitInReach {
  readonly visitId: string;
  readonly visit: Visit;
  readonly recorded: readonly RecordedEvent[];
}

/** Finds visits by the ids that their callers know. */
export class VisitIds {
  constructor(
    private readonly store: EventReader,
    private readonly shown: ShownVisits,
  ) {}

  /**
   * The visit of this id that the caller reaches, else that of a substitute for one of his gates. `gate`: one whose
   * visits he reaches in a yard of his own.
   * @throws StreamDamaged of a visit that the caller may know of
   */
  async find(visitId: string, reach: Reach, gate?: string): Promise<VisitInReach | undefined> {
    try {
      return await this.findSound(visitId, reach, gate);
    } catch (error) {
      if (!isHiddenDamage(error, visitId, reach, this.shown)) throw error;
      return this.findSubstitute(visitId, reach);
    }
  }

  private async findSound(visitId: string, reach: Reach, gate?: string): Promise<VisitInReach | undefined> {
    const found = await this.read(visitId);
    if (found === undefined) return undefined;
    const isAtGate = gate !== undefined && locationOf(found.visit, found.recorded).gate === gate;
    if (isAtGate || isInReach(found.visit, found.recorded, reach)) return found;
    return this.findSubstitute(visitId, reach);
  }

  /** The visit that was recorded under a substitute of this id at one of the caller's gates. */
  async findSubstitute(visitId: string, reach: Reach): Promise<VisitInReach | undefined> {
    for (const gate of reach.gates === 'all' ? [] : reach.gates) {
      for (const id of substitutesOf(visitId, gate)) {
        const found = await this.read(id);
        if (found === undefined) break;
        if (isInReach(found.visit, found.recorded, reach)) return found;
      }
    }
    return undefined;
  }

  private async read(visitId: string): Promise<VisitInReach | undefined> {
    const { events } = await this.store.readStream(streamOf(truckVisit.category, visitId));
    const isVisit = events.some(({ type }) => type === STEPS.arrival);
    return isVisit ? { visitId, visit: foldRecorded(events), recorded: events } : undefined;
  }
}

function foldRecorded(recorded: readonly RecordedEvent[]): Visit {
  return foldVisit(effective(recorded, truckVisit.order));
}

/** By its gate, or by a yard that it is or was in. */
function isInReach(visit: Visit, recorded: readonly RecordedEvent[], reach: Reach): boolean {
  return isReached(locationOf(visit, recorded), reach);
}

/** A corrected arrival may name its visit as its caller knows it. */
export function underId(id: string, known: string, body: StepBody): StepBody {
  return body['visitId'] === known ? { ...body, visitId: id } : body;
}

/** The answer about a visit that is recorded under `id`, for a caller who knows it as `known`. */
export function asKnown(answer: Transacted, id: string, known: string): Transacted {
  return answer.id === id ? { ...answer, id: known } : answer;
}

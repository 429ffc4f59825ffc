import type { DatabaseSync } from 'node:sqlite';
import { streamOf } from '#libs/event-sourcing';
import { VISIT_CORRECTED } from '#libs/truck-flow';
import type { StepName } from '#libs/truck-flow';
import type { BorderView } from '../src/subjects/subject';
import { arrival, event, GATE, gateRegistered, logOf, step } from './given-events';
import type { GivenEvent } from './given-events';
import { projected } from './view-specification';

/**
 * A log told event by event, and the views over it: for the specifications of queries. Every method that records
 * answers the event's id.
 */
export class RecordedLog {
  private readonly events: GivenEvent[] = [];

  constructor(...given: readonly GivenEvent[]) {
    this.events.push(...given);
  }

  record(stream: string, type: string, at: string, data: object): string {
    return this.tell(event(stream, type, at, data));
  }

  step(visitId: string, name: StepName, at: string, data: object = {}): string {
    return this.tell(step(visitId, name, at, data));
  }

  arrival(visitId: string, at: string, data: object = {}): string {
    return this.tell(arrival(visitId, at, data));
  }

  /** Without `corrected` the event did not occur. */
  correction(visitId: string, eventId: string, at: string, corrected?: { at: string; data: object }): string {
    const reason = corrected === undefined ? 'DID_NOT_OCCUR' : 'INCORRECT_DATA';
    const data = { eventId, reason, ...(corrected === undefined ? {} : { corrected }) };
    return this.record(streamOf('truckVisit', visitId), VISIT_CORRECTED, at, data);
  }

  gate(act: string, at: string, data: object): string {
    return this.record(streamOf('borderGate', GATE), `borderGate.${act}.v1`, at, data);
  }

  registerGate(): string {
    return this.tell(gateRegistered());
  }

  async views(...views: readonly BorderView[]): Promise<DatabaseSync> {
    const store = await logOf(this.events);
    return projected(views, store, [await store.readAll(-1n, this.events.length)]);
  }

  private tell(given: GivenEvent): string {
    this.events.push(given);
    return given.eventId;
  }
}

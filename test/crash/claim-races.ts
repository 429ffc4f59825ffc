import { commandIdOf, effective } from '#libs/event-sourcing';
import type { CommandContext, EventStore, Transacted } from '#libs/event-sourcing';
import { recordVisit } from '#libs/recording';
import { claimsOf, evolveGate, foldVisit, nameOf, readStep, truckVisit, unknownGate } from '#libs/truck-flow';
import type { StepBody, StepName } from '#libs/truck-flow';

/* What two processes race for, and what one of them is ordered to do. Always the same truck and driver. */

/** One report of a race. `dieAt`: the operation on the store at which the process ends, before or after it. */
export interface RaceOrder {
  readonly step: StepName;
  readonly visitId: string;
  readonly body: StepBody;
  readonly dieAt: number | null;
  readonly dies: 'before' | 'after';
}

/** How a report ended: DONE, CONFLICT or the code of its refusal. */
export interface RaceOutcome {
  readonly outcome: string;
}

/** A truck and a driver are raced for so often before the next: every claim reads all claims there were before it. */
const RACES_EACH = 100;

export function driverOf(race: number): string {
  return `CHI_MA-D${String(Math.floor(race / RACES_EACH)).padStart(2, '0')}`;
}

function truckOf(race: number): object {
  const truck = String(Math.floor(race / RACES_EACH)).padStart(5, '0');
  return {
    tractor: { plate: `12C${truck}` },
    trailer: { plate: `12R${truck}` },
    container: { number: `CSQU30${truck}` },
  };
}

const gate = evolveGate(unknownGate, {
  type: 'borderGate.GateRegistered.v1',
  data: { gate: 'CHI_MA', lanes: ['MAIN'], hours: [], handoverMode: 'FOREIGN_YARD' },
  time: 0,
} as never);

export function report(
  store: EventStore,
  { step, visitId, body }: Pick<RaceOrder, 'step' | 'visitId' | 'body'>,
): Promise<Transacted> {
  const command = { kind: 'step' as const, report: readStep(step, body), gate, gateRevision: '0' };
  return recordVisit(store, visitId, () => Promise.resolve(command), contextOf(`${visitId}:${step}`));
}

/** An arrival of the truck of this race, or of a tractor of its own. */
export function arrival(
  visitId: string,
  time: number,
  truck: { race: number } | { plate: string },
): StepBody {
  return {
    at: at(time),
    visitId,
    gate: 'CHI_MA',
    direction: 'EXPORT',
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ consignmentId: `c-${visitId}`, cargoClass: 'FRESH_PRODUCE' }],
    ...('race' in truck ? truckOf(truck.race) : { tractor: truck }),
  };
}

/** RFC 3339 so many minutes into the race. */
export function at(minutes: number): string {
  return `${new Date(Date.UTC(2021, 10, 1) + minutes * 60_000).toISOString().slice(0, 19)}+07:00`;
}

/** Names of what a visit holds now. */
export async function heldBy(store: EventStore, visitId: string): Promise<string[]> {
  const { events } = await store.readStream(`truckVisit-${visitId}`);
  return claimsOf(foldVisit(effective(events, truckVisit.order))).map(nameOf);
}

function contextOf(key: string): CommandContext {
  return {
    actor: { sub: 'racer', agency: null },
    role: 'gate-operator',
    device: null,
    source: 'OPERATOR',
    commandId: commandIdOf('racer', key),
    requestHash: key,
    correlation: null,
    causation: null,
    policyVersion: null,
  };
}

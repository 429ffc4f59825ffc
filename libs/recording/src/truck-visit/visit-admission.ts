import { FoldedStreams } from '#libs/event-sourcing';
import type { EventReader } from '#libs/event-sourcing';
import { Rejection, dedicatedDriver, foldDriver, foldYard, yard } from '#libs/truck-flow';
import type { StepBody, StepName, TruckArrivedData } from '#libs/truck-flow';
import type { Reach } from '../context';
import { GATE_NOT_FOUND, VISIT_NOT_FOUND, YARD_NOT_FOUND } from '../not-found';
import { isReached } from './visit-location';
import type { VisitLocation } from './visit-location';

/** A step, and its body in the shape of the step. */
export interface NamedStep {
  readonly step: StepName;
  readonly body: StepBody;
}

/** A word of capital letters: a code, not the number of a road or of a spot. */
const LOOKS_LIKE_A_YARD = /^(?=.*[A-Z]{3})[A-Z0-9_]{4,40}$/u;

/**
 * Who may report what of which visit. A yard that is named belongs to the visit's gate or
 * lies within the caller's reach; who does not reach the gate works in yards of his own, on visits of their gate and
 * on those that are or were in one of them.
 */
export class VisitAdmission {
  private readonly yards;
  private readonly drivers;

  constructor(store: EventReader) {
    this.yards = new FoldedStreams(store, yard, foldYard);
    this.drivers = new FoldedStreams(store, dedicatedDriver, foldDriver);
  }

  /**
   * Does the visit exist for this caller, and do the yard and driver that the step names?
   * @throws Rejection GATE_NOT_FOUND for an arrival, else VISIT_NOT_FOUND; YARD_NOT_FOUND, DRIVER_NOT_REGISTERED.
   */
  async admit({ step, body }: NamedStep, found: VisitLocation, reach: Reach): Promise<void> {
    const { yard: named, dedicatedDriver: driver } = body;
    // A weighing names no yard: it is of the one that the truck stands or stood in.
    const location = typeof named === 'string' ? { gate: found.gate, yards: [named] } : found;
    if (!isReached(location, reach)) throw notFound(step);
    const { gate } = location;
    if (typeof named === 'string') await this.admitToYard(named, { ...found, gate }, reach);
    if (typeof driver === 'string') await this.refuseUnregistered(driver, gate);
  }

  private async admitToYard(
    named: string,
    { gate, yards }: VisitLocation & { readonly gate: string },
    reach: Reach,
  ): Promise<void> {
    const ofGate = await this.gateOfYard(named);
    if (ofGate === undefined) throw YARD_NOT_FOUND(named);
    if (ofGate === gate) return;
    const isReached = reach.gate(gate) || yards.some((code) => reach.yard(code));
    if (!isReached) throw VISIT_NOT_FOUND();
    if (!reach.yard(named, ofGate)) throw YARD_NOT_FOUND(named);
  }

  /**
   * A place that is a yard's code: the truck is in that yard from its arrival on. A yard that is neither
   * of the arrival's gate nor within the caller's reach stays free text, unless the arrival had it before (`kept`).
   */
  async yardOfPlace(
    { place, gate }: StepBody,
    reach: Reach,
    kept?: string,
  ): Promise<Pick<TruckArrivedData, 'yardOfPlace'>> {
    if (typeof place !== 'string') return {};
    const ofGate = await this.gateOfYard(place);
    if (ofGate === undefined) return {};
    return ofGate === gate || place === kept || reach.yard(place, ofGate) ? { yardOfPlace: place } : {};
  }

  /**
   * Does the place of a report look like a yard's code without being one that the caller may name? Free text, which
   * has small letters, spaces or few letters, does not.
   */
  async isNoYard(body: StepBody, gate: string | undefined, reach: Reach): Promise<boolean> {
    const { place, yardOfPlace } = body;
    if (typeof place !== 'string' || yardOfPlace === place || !LOOKS_LIKE_A_YARD.test(place)) return false;
    return (await this.yardOfPlace({ gate, ...body }, reach)).yardOfPlace === undefined;
  }

  /** The gate that a yard is registered for. */
  async gateOfYard(code: string): Promise<string | undefined> {
    return (await this.yards.read(code)).state.registered?.data.gate;
  }

  private async refuseUnregistered(driver: string, gate: string): Promise<void> {
    const { registered } = (await this.drivers.read(driver)).state;
    if (registered?.data.gate === gate) return;
    throw new Rejection('DRIVER_NOT_REGISTERED', `${driver} is not registered for ${gate}`);
  }
}

function notFound(step: StepName): Rejection {
  return step === 'arrival' ? GATE_NOT_FOUND() : VISIT_NOT_FOUND();
}

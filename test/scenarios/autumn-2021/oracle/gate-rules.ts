/* The rules of the border that a log of clean work keeps, read from its lines in order. */
import { isArrival, isGateAct, nestedText, textOf } from './movement';
import type { Movement } from './movement';

const STEPS_BY_HANDOVER = [
  'arrival',
  'customs-clearance',
  'call-forward',
  'disinfection',
  'handover',
  'crossing',
  'delivery',
  'return',
];
const STEPS_BY_TRANSLOAD = [
  'arrival',
  'customs-clearance',
  'call-forward',
  'disinfection',
  'transload',
  'crossing',
];
const LEAVES = new Set(['turn-back', 'diversion']);
const OFF_THE_LIST = new Set(['crossing', 'turn-back', 'diversion']);
const BOUND_BY_HOURS = new Set(['call-forward', 'crossing']);
const MOST_TRIPS = 9;

interface Visit {
  readonly gate: string;
  readonly truckClass: string;
  readonly arrivedAt: number;
  readonly assets: readonly string[];
  steps: string;
  driver: string | undefined;
  before: number;
}

/** Reads movements in order and collects what is against a rule; a clean log leaves `violations` empty. */
export class GateRules {
  readonly violations: string[] = [];
  private readonly keys = new Set<string>();
  private readonly visits = new Map<string, Visit>();
  private readonly liveAssets = new Map<string, string>();
  private readonly drivers = new Map<string, { visit: string | undefined; freeSince: number }>();
  private readonly trips = new Map<string, number>();
  private readonly lastArrivals = new Map<string, number>();
  private readonly suspended = new Set<string>();
  private readonly pickup = new Set<string>();
  private last: Movement | undefined;

  enter(movement: Movement): void {
    this.checkOrder(movement);
    if (isGateAct(movement)) this.act(movement);
    else if (isArrival(movement)) this.arrival(movement);
    else this.step(movement);
    this.last = movement;
  }

  private against(movement: Movement, rule: string): void {
    this.violations.push(`${movement.key} at ${movement.at}: ${rule}`);
  }

  private checkOrder(movement: Movement): void {
    if (this.keys.has(movement.key)) this.against(movement, 'the key was used before');
    this.keys.add(movement.key);
    if (this.last === undefined) return;
    if (movement.time < this.last.time) this.against(movement, 'earlier than the line before');
    if (movement.time === this.last.time && isGateAct(movement) && !isGateAct(this.last)) {
      this.against(movement, 'a gate act after other lines of the same time');
    }
  }

  private act({ step, subject, body }: Movement): void {
    if (step === 'suspension') this.suspended.add(subject);
    if (step === 'resumption') this.suspended.delete(subject);
    if (body['handoverMode'] === 'FOREIGN_VEHICLE_PICKUP') this.pickup.add(subject);
  }

  private arrival(movement: Movement): void {
    const { body, subject, time } = movement;
    if (this.visits.has(subject)) this.against(movement, 'the visit has begun before');
    const assets = [
      ['tractor', 'plate'],
      ['trailer', 'plate'],
      ['container', 'number'],
    ].flatMap(([field = '', inner = '']) => {
      const name = nestedText(body, field, inner)?.replaceAll(/[-. ]/gu, '');
      return name === undefined ? [] : [`${field} ${name}`];
    });
    for (const asset of assets) {
      if (this.liveAssets.has(asset)) this.against(movement, `${asset} is on another visit`);
      this.liveAssets.set(asset, subject);
    }
    const bodyType = textOf(body, 'bodyType');
    const truckClass = bodyType === 'HOT_BOX' || bodyType === 'REEFER_CONTAINER' ? bodyType : 'OTHER_GOODS';
    const gate = textOf(body, 'gate');
    const began = {
      gate,
      truckClass,
      arrivedAt: time,
      assets,
      steps: 'arrival',
      driver: undefined,
      before: time,
    };
    this.visits.set(subject, began);
  }

  private step(movement: Movement): void {
    const visit = this.visits.get(movement.subject);
    if (visit === undefined) {
      this.against(movement, 'the truck has not arrived');
      return;
    }
    this.checkPath(movement, visit);
    this.checkGate(movement, visit);
    if (movement.step === 'handover') this.handOver(movement, visit);
    if (movement.step === 'return') this.comeBack(movement, visit);
    if (movement.step === 'crossing') this.checkTurn(movement, visit);
    if (OFF_THE_LIST.has(movement.step)) for (const asset of visit.assets) this.liveAssets.delete(asset);
    visit.before = movement.time;
  }

  /** Steps follow each other as the gate's mode asks; only an uncalled truck leaves. */
  private checkPath(movement: Movement, visit: Visit): void {
    if (movement.time <= visit.before) this.against(movement, 'not after the step before');
    const path = this.pickup.has(visit.gate) ? STEPS_BY_TRANSLOAD : STEPS_BY_HANDOVER;
    const leaves = LEAVES.has(movement.step);
    const right = leaves
      ? ['arrival', 'customs-clearance'].includes(visit.steps)
      : path.indexOf(movement.step) === path.indexOf(visit.steps) + 1;
    if (!right) this.against(movement, `${movement.step} after ${visit.steps}`);
    visit.steps = movement.step;
  }

  private checkGate(movement: Movement, visit: Visit): void {
    if (!BOUND_BY_HOURS.has(movement.step)) return;
    const clock = movement.at.slice(11, 19);
    if (clock < '07:00:00' || clock >= '19:00:00') this.against(movement, 'outside the opening hours');
    if (this.suspended.has(visit.gate)) this.against(movement, 'through a suspended gate');
  }

  private handOver(movement: Movement, visit: Visit): void {
    const code = textOf(movement.body, 'dedicatedDriver');
    const driver = this.drivers.get(code);
    if (driver?.visit !== undefined) this.against(movement, `${code} has another truck`);
    if (driver !== undefined && driver.freeSince >= movement.time)
      this.against(movement, `${code} is not back`);
    const day = `${code} ${movement.at.slice(0, 10)}`;
    const trips = (this.trips.get(day) ?? 0) + 1;
    this.trips.set(day, trips);
    if (trips > MOST_TRIPS) this.against(movement, `trip ${String(trips)} of ${day}`);
    if (!code.startsWith(`${visit.gate}-D`)) this.against(movement, `${code} is of another gate's pool`);
    this.drivers.set(code, { visit: movement.subject, freeSince: movement.time });
    visit.driver = code;
  }

  private comeBack(movement: Movement, visit: Visit): void {
    if (visit.driver === undefined) this.against(movement, 'nobody drove it');
    else this.drivers.set(visit.driver, { visit: undefined, freeSince: movement.time });
  }

  /** Trucks of a class cross in the order in which they arrived. */
  private checkTurn(movement: Movement, visit: Visit): void {
    const line = `${visit.gate} ${visit.truckClass}`;
    if ((this.lastArrivals.get(line) ?? 0) > visit.arrivedAt) this.against(movement, 'out of turn');
    this.lastArrivals.set(line, visit.arrivedAt);
  }
}

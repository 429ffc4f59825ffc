/* The border's own rules over logs in memory, without store and server: which lines would they accept? */
import { effective } from '#libs/event-sourcing';
import type { DomainEvent, EffectiveEvent, RecordedEvent, Warning } from '#libs/event-sourcing';
import {
  borderGate,
  claimsOf,
  deviationsOf,
  foldGate,
  foldVisit,
  nameOf,
  readAct,
  readStep,
  Rejection,
  truckVisit,
  withoutCarriedGate,
} from '#libs/truck-flow';
import type { ActName, Gate, HandoverMode, LocalTime, Step, StepName, Visit } from '#libs/truck-flow';
import type { MovementLine } from './autumn-2021/movement-line';
import type { Answer } from './late-reports';

const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
const MODE: HandoverMode = 'FOREIGN_YARD';

export interface BorderAnswer extends Answer {
  readonly code?: string;
  readonly events: readonly string[];
  readonly warnings: readonly Warning[];
}

export class BorderInMemory {
  private readonly visits = new Map<string, RecordedEvent[]>();
  private readonly gates = new Map<string, RecordedEvent[]>();
  private readonly holders = new Map<string, string>();
  private readonly answers = new Map<string, BorderAnswer>();

  constructor(gates: readonly string[]) {
    for (const gate of gates) this.register(gate);
  }

  /** Answers a line as the import would; an accepted key is answered again without deciding. */
  send(line: MovementLine): BorderAnswer {
    const before = this.answers.get(line.key);
    if (before !== undefined) return before;
    try {
      const answer = line.command.startsWith('border-gates/') ? this.act(line) : this.step(line);
      if (answer.events.length > 0) this.answers.set(line.key, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { status: 409, class: error.class, code: error.code, events: [], warnings: [] };
    }
  }

  /** What the boards are made of: each visit's steps as they count, and what is wrong with them. */
  boards(): Record<string, { readonly steps: string[]; readonly deviations: string[] }> {
    const rows = [...this.visits.keys()].sort().map((id) => {
      const { steps } = this.visit(id);
      const deviations = deviationsOf(steps, this.gateOf(steps), localClock);
      const row = {
        steps: steps.map(
          ({ type, at, data }) => `${at} ${type} ${told(withoutCarriedGate(type, data as object))}`,
        ),
        deviations: deviations.map(({ code, at }) => `${at} ${code}`),
      };
      return [id, row] as const;
    });
    return Object.fromEntries(rows);
  }

  visit(id: string): Visit {
    return foldVisit(effective(this.visits.get(id) ?? [], truckVisit.order));
  }

  private act({ id = '', command, body }: MovementLine): BorderAnswer {
    const log = this.gates.get(id);
    if (log === undefined) return { status: 404, events: [], warnings: [] };
    const report = readAct(command.split('/')[1] as ActName, body);
    const history = { recorded: log, effective: effective(log, borderGate.order) };
    return accepted(log, borderGate.decide({ kind: 'act', report }, history));
  }

  private step({ id, command, body }: MovementLine): BorderAnswer {
    const name = (command.split('/')[1] ?? 'arrival') as StepName;
    const visitId = id ?? String(body['visitId']);
    const log = this.visits.get(visitId) ?? [];
    if (name !== 'arrival' && log.length === 0) return { status: 404, events: [], warnings: [] };
    const report = readStep(name, body);
    const history = { recorded: log, effective: effective(log, truckVisit.order) };
    const arrival = history.effective.find(({ type }) => type === 'truckVisit.TruckArrived.v1');
    const gate = this.gate(String((arrival?.data ?? report.data)['gate' as never]));
    const decision = truckVisit.decide({ kind: 'step', report, gate, gateRevision: '0' }, history);
    const after = effective([...log, ...recorded(log, decision.events)], truckVisit.order);
    this.claim(visitId, after);
    this.visits.set(visitId, log);
    return accepted(log, decision);
  }

  /** One visit on hand per asset, one truck per driver, as one process can see it. */
  private claim(visitId: string, after: readonly EffectiveEvent[]): void {
    const claims = claimsOf(foldVisit(after)).map(nameOf);
    for (const claim of claims) {
      const holder = this.holders.get(claim);
      if (holder === undefined || holder === visitId) continue;
      if (claimsOf(this.visit(holder)).map(nameOf).includes(claim)) {
        const code = claim.startsWith('driver') ? 'DRIVER_BUSY' : 'ASSET_HAS_LIVE_VISIT';
        throw new Rejection(code, `${claim} is held by ${holder}`);
      }
    }
    for (const claim of claims) this.holders.set(claim, visitId);
  }

  private gateOf(steps: readonly Step[]): Gate {
    const arrival = steps.find(({ type }) => type === 'truckVisit.TruckArrived.v1');
    return this.gate(String(arrival?.data['gate' as never]));
  }

  private gate(gate: string): Gate {
    return foldGate(effective(this.gates.get(gate) ?? [], borderGate.order));
  }

  private register(gate: string): void {
    const data = {
      gate,
      name: { vi: gate, zh: gate, en: gate },
      timeZone: 'Asia/Ho_Chi_Minh',
      lanes: ['MAIN'],
      hours: [{ lane: 'MAIN', weekdays: WEEKDAYS, from: '07:00', to: '19:00' }],
      handoverMode: MODE,
    };
    const log: RecordedEvent[] = [];
    const eventTime = '2000-01-01T00:00:00+07:00';
    log.push(...recorded(log, [{ type: 'borderGate.GateRegistered.v1', data, eventTime }]));
    this.gates.set(gate, log);
  }
}

/** A step's data without what says how it was judged. */
function told(data: object): string {
  const { gateRevision: _judged, warnings: _warned, ...report } = data as Record<string, unknown>;
  return JSON.stringify(Object.entries(report).sort());
}

function localClock(instant: number): LocalTime {
  const local = new Date(instant + 7 * 3_600_000);
  const text = local.toISOString();
  const weekday = WEEKDAYS[(local.getUTCDay() + 6) % 7] ?? 'MON';
  return { date: text.slice(0, 10), weekday, time: text.slice(11, 16) };
}

function accepted(
  log: RecordedEvent[],
  decision: { readonly events: readonly DomainEvent[]; readonly warnings: readonly Warning[] },
): BorderAnswer {
  log.push(...recorded(log, decision.events));
  return { status: 200, events: decision.events.map(({ type }) => type), warnings: decision.warnings };
}

/** Events as a store would give them back; only what the folds read is filled in. */
function recorded(log: readonly RecordedEvent[], events: readonly DomainEvent[]): RecordedEvent[] {
  return events.map(({ type, data, eventTime }, index) => {
    const revision = BigInt(log.length + index);
    const by = { actor: { sub: 'somebody', agency: null }, role: 'gate-operator', source: 'IMPORT' };
    const metadata = { ...by, eventTime, recordTime: String(revision).padStart(12, '0') };
    return {
      stream: '',
      revision,
      position: revision,
      type,
      eventId: String(revision),
      data,
      metadata: metadata as RecordedEvent['metadata'],
    };
  });
}

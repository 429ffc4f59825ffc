import type { RecordedEvent } from '#libs/event-sourcing';
import { effective } from '#libs/event-sourcing';
import { CLEARED, correction, logOf, past, report, TAN_THANH } from '../../testing/visit-story';
import { Rejection } from '../rejection';
import { truckVisit } from './decide';
import { deviationsOf } from './deviations';
import type { Step, TruckVisitEvent } from './events';
import { visitOrder } from './visit';

type By = readonly [sub: string, role: string, source?: string];

/** A log whose events were recorded by these people, the first by somebody. */
function recordedBy(events: readonly (readonly [event: TruckVisitEvent, by: By])[]): RecordedEvent[] {
  const log = logOf([...CLEARED, ...events.map(([event]) => event)]);
  return log.map((event, index) => {
    const by = events[index - CLEARED.length]?.[1];
    if (by === undefined) return event;
    const [sub, role, source = 'OPERATOR'] = by;
    return {
      ...event,
      metadata: { ...event.metadata, actor: { sub, agency: null }, role, source: source as 'OPERATOR' },
    };
  });
}

function lifted(log: RecordedEvent[], by: By, body: object = {}): string {
  const [sub, role] = by;
  const command = { ...report('hold-lift', '10:00', body), by: { sub, roles: role.split(' ') } };
  try {
    truckVisit.decide(command, { recorded: log, effective: effective(log, visitOrder) });
    return 'LIFTED';
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

const OTHER = 'HOLD_OF_OTHER_AGENCY';
const held = (role: string, clock = '08:00', cause = 'INSPECTION') =>
  [past('hold', clock, { cause }), ['an', role]] as const;

describe('a hold is lifted', () => {
  it.each<[placed: string, lifts: string, outcome: string]>([
    ['customs-officer', 'customs-officer', 'LIFTED'],
    ['customs-officer', 'gate-operator', OTHER],
    ['customs-officer', 'gate-manager', OTHER],
    ['customs-officer', 'health-officer', OTHER],
    ['gate-operator gate-manager', 'gate-operator', 'LIFTED'],
    ['health-officer', 'health-officer', 'LIFTED'],
    ['health-officer', 'gate-manager', OTHER],
    ['gate-operator health-officer', 'gate-operator', OTHER],
    ['', 'gate-operator', 'LIFTED'],
  ])('that %s placed by %s: %s', (placed, lifts, outcome) => {
    expect(lifted(recordedBy([held(placed)]), ['binh', lifts])).toBe(outcome);
    // Seen or not: who may lift is no state of the record.
    expect(lifted(recordedBy([held(placed)]), ['binh', lifts], { observed: true, observation: 'seen' })).toBe(
      outcome,
    );
  });

  const confirmed = (by: By) => [past('hold-lift-confirmation', '09:00'), by] as const;

  it('by the gate manager once another person has confirmed it', () => {
    const log = recordedBy([held('customs-officer'), confirmed(['chi', 'gate-operator'])]);
    expect(lifted(log, ['binh', 'gate-manager'])).toBe('LIFTED');
    expect(lifted(log, ['binh', 'gate-operator'])).toBe(OTHER);
    expect(lifted(log, ['chi', 'gate-manager'])).toBe(OTHER);
  });

  it('not by a confirmation of the health officer’s hold, of another cause, or of an earlier hold', () => {
    const by = ['chi', 'gate-operator'] as const;
    const manager = ['binh', 'gate-manager'] as const;
    expect(lifted(recordedBy([held('health-officer'), confirmed(by)]), manager)).toBe(OTHER);
    const other = past('hold-lift-confirmation', '09:00', { cause: 'PAPERS' });
    expect(lifted(recordedBy([held('customs-officer'), [other, by]]), manager)).toBe(OTHER);
    const early = past('hold-lift-confirmation', '07:30');
    expect(lifted(recordedBy([[early, by], held('customs-officer')]), manager)).toBe(OTHER);
  });

  it('not by placing it again first', () => {
    const again = recordedBy([held('customs-officer'), held('gate-operator', '08:30')]);
    expect(lifted(again, ['binh', 'gate-operator'])).toBe(OTHER);
    expect(lifted(again, ['an', 'customs-officer'])).toBe('LIFTED');
    const health = recordedBy([held('customs-officer'), held('health-officer', '08:30')]);
    expect(lifted(health, ['an', 'customs-officer'])).toBe(OTHER);
    expect(lifted(health, ['an', 'health-officer'])).toBe('LIFTED');
  });

  it('not by correcting away a hold of the health officer', () => {
    const log = recordedBy([held('health-officer')]);
    const history = { recorded: log, effective: effective(log, visitOrder) };
    const corrects = (sub: string, role: string) => () =>
      truckVisit.decide(correction(CLEARED.length, { by: { sub, roles: [role], manager: true } }), history);
    expect(corrects('binh', 'gate-manager')).toThrow(OTHER);
    expect(corrects('binh', 'health-officer')().events).toHaveLength(1);
    expect(corrects('an', 'gate-manager')().events).toHaveLength(1);
  });
});

describe('holds, customs, disinfection and crossing of one truck', () => {
  const clock = () => ({ date: '2021-12-15', weekday: 'WED', time: '09:00' }) as const;
  const duties = (...by: readonly [By, By, By, By]) => {
    const [hold, lift, disinfection, crossing] = by;
    const log = recordedBy([
      [past('hold', '07:20'), hold],
      [past('hold-lift', '07:40'), lift],
      [past('disinfection', '08:00'), disinfection],
      [past('crossing', '09:00'), crossing],
    ]);
    const steps = effective(log, visitOrder) as Step[];
    return deviationsOf(steps, TAN_THANH, clock).filter(({ code }) => code === 'ONE_PERSON');
  };
  const one: By = ['somebody', 'gate-manager'];

  it('by one person alone show with the crossing', () => {
    expect(duties(one, one, one, one)).toEqual([
      expect.objectContaining({ at: '2021-12-15T09:00:00+07:00', code: 'ONE_PERSON' }),
    ]);
  });

  it('do not when another person had a part, or when it was no person', () => {
    const other: By = ['chi', 'health-officer'];
    expect(duties(one, other, one, one)).toEqual([]);
    expect(duties(one, one, other, one)).toEqual([]);
    expect(duties(one, one, one, other)).toEqual([]);
    expect(duties(one, one, one, ['somebody', 'gate-manager', 'IMPORT'])).toEqual([]);
  });
});

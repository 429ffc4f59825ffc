import type { RecordedEvent } from '#libs/event-sourcing';
import { effective } from '#libs/event-sourcing';
import { recordedBy } from '../../testing/recorded-by';
import type { By } from '../../testing/recorded-by';
import { CLEARED, correction, past, report } from '../../testing/visit-story';
import { Rejection } from '../rejection';
import { truckVisit } from './decide';
import { visitOrder } from './category';

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

import type { PublishPolicy } from './decide';
import type { PolicySetEvent, PolicyTold } from './events';

/* Invented policies, for the specifications of the policies. */

export const BASIS = '12/QĐ-TEST';

/** Noon of a day of January 2022 at the gate. */
export function day(number: number): string {
  return `2022-01-${String(number).padStart(2, '0')}T12:00:00+07:00`;
}

/** A policy about missed calls at all gates from the first of January on, changed as named. */
export function told(changed: Partial<PolicyTold> = {}): PolicyTold {
  const values = { missed: 'KEEP_PLACE' } as const;
  return { policy: 'CALLS', kind: 'CALL', effectiveFrom: day(1), legalBasis: BASIS, values, ...changed };
}

export function publishing(changed: Partial<PolicyTold> = {}): PublishPolicy {
  return { kind: 'publication', at: '2021-12-31T12:00:00+07:00', data: told(changed) };
}

export function published(changed: Partial<PolicyTold> = {}, version = 1): PolicySetEvent {
  const data = { ...told(changed), version } as Extract<
    PolicySetEvent,
    { readonly type: 'policySet.PolicyPublished.v1' }
  >['data'];
  return { type: 'policySet.PolicyPublished.v1', data, eventTime: publishing().at };
}

export function withdrawn(version: number, effectiveFrom: string, more: object = {}): PolicySetEvent {
  return {
    type: 'policySet.PolicyWithdrawn.v1',
    data: { policy: 'CALLS', ...more, version, effectiveFrom },
    eventTime: effectiveFrom,
  };
}

/** The roles a token may carry. */
export const ROLES = [
  'gate-operator',
  'yard-operator',
  'driver-pool-operator',
  'customs-officer',
  'health-officer',
  'border-guard',
  'traffic-police',
  'gate-manager',
  'task-force',
  'integration',
  'company',
  'manager',
  'auditor',
] as const;

export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

import type { Stage } from '#libs/truck-flow';

const EACH: Readonly<Record<Stage, true>> = {
  ARRIVED: true,
  CUSTOMS_CLEARED: true,
  DISINFECTED: true,
  CALLED_FORWARD: true,
  HANDED_OVER: true,
  CROSSED: true,
  DELIVERED: true,
  RETURNED: true,
  TURNED_BACK: true,
  DIVERTED: true,
  CANCELLED: true,
  TRANSFERRED: true,
  SEEN_ELSEWHERE: true,
  VOIDED: true,
};

/** Every stage a visit may be at, in the order of its way. */
export const STAGES = Object.keys(EACH) as Stage[];

import { MODES } from '#libs/truck-flow';

/** The modes a body may name (H-01…H-07). */
export const HANDOVER_MODES = Object.keys(MODES);

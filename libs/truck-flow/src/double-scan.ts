/**
 * Two reports of one thing within two minutes are one. Later a repetition may be separated from its
 * twin by a report on its way, and counts.
 */
export const DOUBLE_SCAN = 2 * 60_000;

import type { NextStep } from '#libs/truck-flow';

/** Next steps in short: the required as `step` or `step: codes`, the others as `(step)`. */
export function toldSteps(next: readonly NextStep[] = []): string[] {
  return next.map(({ step, required, whyNot }) => {
    if (!required) return `(${step})`;
    return whyNot.length === 0 ? step : `${step}: ${whyNot.join(' ')}`;
  });
}

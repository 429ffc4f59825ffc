import { STEP_TABLE } from './events';
import type { StepType } from './events';
import type { StepRow } from './step-row';

/* The table of steps, looked up by the names that a step has. */

type Row<T extends StepType> = (typeof STEP_TABLE)[T];

/** Steps by the name they have in the URL; `arrival` is the begin of a visit. */
export const STEPS = Object.fromEntries(Object.entries(STEP_TABLE).map(([type, { url }]) => [url, type])) as {
  readonly [T in StepType as Row<T>['url']]: T;
};

export type StepName = keyof typeof STEPS;

/** URL name of a stored type. */
export const STEP_NAMES = Object.fromEntries(
  Object.entries(STEP_TABLE).map(([type, { url }]) => [type, url]),
) as Readonly<Record<StepType, StepName>>;

/** What a second report of a step comes to. */
export function repetitionOf(type: StepType): StepRow<StepType>['again'] {
  return STEP_TABLE[type].again;
}

/** The steps that somebody reports; the others follow from a report of another visit. */
export type ReportedStep = {
  [T in StepType]: Row<T>['again'] extends 'FOLLOWS' ? never : Row<T>['url'];
}[StepType];

/** The steps whose reports have warnings of their own. */
export type WarnedStep = { [T in StepType]: Row<T> extends { warns: true } ? T : never }[StepType];

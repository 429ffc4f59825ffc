import { effective } from '#libs/event-sourcing';
import type { RecordedEvent } from '#libs/event-sourcing';
import { seeded, seeds } from '#libs/event-sourcing/testing';
import { inOrder } from '../../testing/random-visit';
import { GATES, STORIES, TARGETS } from '../../testing/stage-stories';
import { DOMESTIC, REPORTED, at, body, logOf, visitAfter } from '../../testing/visit-story';
import type { Gate } from '../border-gate/state';
import { REJECTIONS, Rejection } from '../rejection';
import { loadedIn } from './containers';
import { truckVisit } from './decide';
import type { HandoverMode } from './shapes';
import { gateBearingOn, nextSteps } from './next-steps';
import type { NextStep } from './next-steps';
import { MODES, modeOf } from './handover-mode';
import { missingBeforeCrossing } from './requirements';
import { readStep } from './step-data';
import type { StepName } from './steps';
import { visitOrder } from './category';
import { foldVisit } from './state';
import type { Visit } from './state';

const LATER = '2021-12-16 12:00';
const MODE_NAMES = Object.keys(MODES) as HandoverMode[];

/** Reports of a step that the decider may answer differently. */
function reportsOf(step: StepName, visit: Visit): object[] {
  const causes = visit.openHolds.map(({ data: { cause } }) => ({ cause }));
  const numbers = [...loadedIn(visit.carriage ?? {}), 'TEMU6079348'];
  const loaded = numbers.map((number) => ({ container: { number } }));
  const each: Partial<Record<StepName, object[]>> = {
    disinfection: TARGETS.map((target) => ({ targets: [target] })),
    'container-cut': [{}, ...loaded],
    'container-lift': [{}, ...loaded],
    'yard-entry': [{ yard: 'ANOTHER_YARD' }],
    'yard-exit': [{ yard: visit.yard?.yard ?? 'NO_YARD' }],
    handover: [{ tractor: DOMESTIC }],
    'vehicle-change': [{ reason: 'the next breakdown' }],
    hold: [{ cause: 'ANOTHER_CAUSE' }],
    'hold-lift': [{ cause: 'NO_CAUSE' }, ...causes],
    'hold-lift-confirmation': [{ cause: 'NO_CAUSE' }, ...causes],
  };
  return each[step] ?? [{}];
}

/** What the decider makes of a report that comes after all that is recorded: POSSIBLE, or why not. */
function decided(step: StepName, changed: object, recorded: readonly RecordedEvent[], gate: Gate): string {
  const history = { recorded, effective: effective(recorded, visitOrder) };
  const report = readStep(step, body(step, LATER, changed));
  try {
    const { events } = truckVisit.decide({ kind: 'step', report, gate, gateRevision: '0' }, history);
    return events.length === 0 ? 'NOTHING_NEW' : 'POSSIBLE';
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

/** What is told of every step, and what the decider answers when it is reported. */
function toldAndDecided(recorded: readonly RecordedEvent[], gate: Gate) {
  const visit = foldVisit(effective(recorded, visitOrder));
  const now = Date.parse(at(LATER));
  const listed = new Map(nextSteps(visit, gate, now).map((one) => [one.step, one]));
  const asksForCab = missingBeforeCrossing(visit, modeOf(visit, gate, now)).some(
    ({ code }) => code === 'CABIN_NOT_DISINFECTED',
  );
  // A ticket is no work at the gate: nobody is told to issue one.
  const steps = (REPORTED as StepName[]).filter((step) => step !== 'arrival' && step !== 'ticket');
  return steps.map((step) => {
    const one = listed.get(step);
    const isCab = step === 'disinfection' && one?.required === true && asksForCab;
    const reports = isCab ? [{ targets: ['CABIN'] }] : reportsOf(step, visit);
    const answers = reports.map((changed) => decided(step, changed, recorded, gate));
    const isPossible = answers.includes('POSSIBLE');
    return {
      told: [step, one === undefined ? 'not listed' : one.possible ? 'POSSIBLE' : one.whyNot[0]],
      decided: [step, isPossible ? 'POSSIBLE' : one === undefined ? 'not listed' : answers.find(isRefusal)],
    };
  });
}

const isRefusal = (answer: string): boolean => answer in REJECTIONS;

function expectAsDecided(recorded: readonly RecordedEvent[], gate: Gate): void {
  const steps = toldAndDecided(recorded, gate);
  expect(steps.map(({ told }) => told)).toEqual(steps.map(({ decided }) => decided));
}

const CELLS = Object.entries(STORIES).flatMap(([stage, story]) =>
  MODE_NAMES.map((mode) => ({ stage, story, mode })),
);

describe('next steps are what the decider answers', () => {
  it.each(CELLS)('$stage, mode $mode', ({ story, mode }) => {
    for (const gate of Object.values(GATES)) expectAsDecided(logOf(story), gate(mode));
  });

  it.each(seeds(0, 49))('in random history %i, at any point of it', (seed) => {
    const { record } = inOrder(seeded(seed));
    const gate = record.gate();
    record.visit.forEach((_, last) => {
      expectAsDecided(record.visit.slice(0, last + 1), gate);
    });
  });
});

it.each(Object.entries(STORIES))('nothing else of the gate bears on them: %s', (_stage, story) => {
  const visit = visitAfter(...story);
  const by = new Map<string, NextStep[]>();
  const gates = MODE_NAMES.flatMap((mode) => Object.values(GATES).map((gate) => gate(mode)));
  for (const gate of gates) {
    for (const clock of ['09:00', '10:00', LATER]) {
      const instant = Date.parse(at(clock));
      const bearing = gateBearingOn(visit, gate, instant);
      const steps = nextSteps(visit, gate, instant);
      expect(by.get(bearing) ?? steps).toEqual(steps);
      by.set(bearing, steps);
    }
  }
});

import { isReplay, proofSize, seeded, seeds } from '#libs/event-sourcing/testing';
import { Gatehouse, inOrder } from '../../testing/random-visit';
import type { Report } from '../../testing/random-visit';
import { deviationsOf } from './deviations';
import type { Step } from './events';
import { modeOf } from './handover-mode';
import { missingBeforeCrossing } from './requirements';
import { foldVisit, stageOf } from './state';

/**
 * What every board is computed from. Three fields of a step stay what they were when it was recorded, and so differ
 * with the order of recording: the gate's revision it was judged against, the warnings it was answered with, and the
 * plate that was known of what crossed. No board counts by them; which tractor crossed is compared as the visit tells
 * it today.
 */
function boards(record: Gatehouse) {
  const gate = record.gate();
  const steps = record.history().effective as readonly Step[];
  const visit = foldVisit(steps);
  const clock = () => ({ date: '2021-12-08', weekday: 'WED' as const, time: '12:00' });
  const last = steps.at(-1)?.time ?? 0;
  return {
    stage: stageOf(visit),
    steps: steps.map(({ type, at: when, data }) => ({
      type,
      when,
      data: { ...data, gateRevision: '', warnings: [], vehicle: '' },
    })),
    crossedWith: foldVisit(
      steps.slice(
        0,
        steps.findIndex((step) => step === visit.crossing),
      ),
    ).carriage?.tractor,
    yard: visit.yard?.yard,
    since: visit.yard?.since.at,
    holds: visit.openHolds.map((hold) => [hold.data.cause, hold.at]),
    carriage: visit.carriage,
    assets: visit.assets,
    mode: modeOf(visit, gate, last),
    missing: missingBeforeCrossing(visit, modeOf(visit, gate, last)),
    deviations: deviationsOf(steps, gate, clock).map(({ code, at: when, detail }) => ({
      code,
      when,
      detail,
    })),
  };
}

/** Delivers in random order, gate acts in order among themselves, some twice, refused ones again until none is left. */
function anyOrder(reports: readonly Report[], random: () => number): Gatehouse {
  const record = new Gatehouse();
  const acts = reports.filter((r) => r.kind === 'act');
  let pending = [...reports].sort(() => random() - 0.5);
  let nextAct = 0;
  pending = pending.map((r) => (r.kind === 'act' ? (acts[nextAct++] as Report) : r));
  record.report(pending.splice(pending.indexOf(acts[0] as Report), 1)[0] as Report);
  while (pending.length > 0) {
    const again: Report[] = [];
    for (const report of pending) {
      const outcome = record.report(report);
      if (outcome === 'RULE' || outcome === 'MALFORMED')
        throw new Error(`refused for ever: ${JSON.stringify(report)}`);
      if (['ORDER', 'STATE', 'UNKNOWN'].includes(outcome)) again.push(report);
      else if (report.kind === 'step' && random() < 0.15) record.report(report);
    }
    if (again.length === pending.length) throw new Error(`stuck on ${JSON.stringify(again)}`);
    pending = again;
  }
  return record;
}

const HISTORIES = proofSize({ test: 300, proof: 1_000 });

describe('reports in any order', () => {
  it(`end in the boards of the in-order run, over ${HISTORIES} seeded histories`, () => {
    const reached = new Set<string>();
    for (const seed of seeds(1, HISTORIES)) {
      const random = seeded(seed);
      const { accepted, record } = inOrder(random);
      const expected = boards(record);
      reached.add(expected.stage);
      for (let delivery = 0; delivery < 2; delivery += 1) {
        try {
          expect(boards(anyOrder(accepted, random))).toEqual(expected);
        } catch (error) {
          throw new Error(`seed ${seed}, delivery ${delivery}`, { cause: error });
        }
      }
    }
    if (isReplay) return;
    expect([...reached].sort()).toEqual(
      expect.arrayContaining([
        'CANCELLED',
        'CROSSED',
        'DELIVERED',
        'DIVERTED',
        'HANDED_OVER',
        'RETURNED',
        'TURNED_BACK',
      ]),
    );
  });
});

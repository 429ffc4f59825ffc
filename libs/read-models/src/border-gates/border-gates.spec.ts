import type { ActName } from '#libs/truck-flow';
import { ACTS } from '#libs/truck-flow';
import { correction, gateAct, GATE, gateRegistered } from '../../testing/given-events';
import { describeView } from '../../testing/view-specification';
import type { ViewSpecification } from '../../testing/view-specification';
import { borderGates } from './border-gates';

const AT = '2021-12-15T08:00:00+07:00';
const registered = gateRegistered();

const DATA: Record<Exclude<ActName, 'registration'>, object> = {
  suspension: { orderedBy: 'FOREIGN', reason: 'outbreak' },
  resumption: { expectedRate: { min: 5, max: 10 } },
  'handover-mode': { mode: 'CONTAINER_CUT' },
  'opening-hours': { hours: [] },
  'clearance-rate': { trucksPerDay: { min: 70, max: 90 } },
  'lane-opening': { lane: 'ROAD', kind: 'DEDICATED_FREIGHT_ROAD' },
  'lane-closure': { lane: 'MAIN' },
};

function row(version: string, act: string): object {
  return { gate: GATE, version, acts: expect.stringContaining(act) as string };
}

const acts = Object.entries(DATA).map(([name, data]) => {
  const act = gateAct(name as ActName, AT, data);
  const shown = { ...row('1', act.eventId) };
  return [
    ACTS[name as ActName],
    ({ given }: ViewSpecification) => given(registered).when(act).then([shown]),
  ] as const;
});

describeView(borderGates, {
  [ACTS.registration]: ({ given }) =>
    given()
      .when(registered)
      .then([{ ...row('0', registered.eventId) }]),
  ...Object.fromEntries(acts),
  'borderGate.EventCorrected.v1': ({ given }) => {
    const act = gateAct('suspension', AT, DATA.suspension);
    const withoutAct = { gate: GATE, version: '2', acts: expect.not.stringContaining(act.eventId) as string };
    return given(registered, act).when(correction(act, AT)).then([withoutAct]);
  },
});

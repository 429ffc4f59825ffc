import { STEPS } from '#libs/truck-flow';
import { FeeSimulationBody, SIMULATION_EXAMPLE } from '../fee-simulations/simulate-fees';
import { SLICES } from '../slices';

/** A body of each command, and of each question that has one, by the name of its class, that is taken as it stands. */
export const BODY_EXAMPLES = {
  ...Object.fromEntries(SLICES.map(({ body, example }) => [body.name, example])),
  [FeeSimulationBody.name]: SIMULATION_EXAMPLE,
};

/** What the example of an arrival may be answered with. */
export const COMMAND_ANSWER_EXAMPLE = {
  id: '0b0f8a6e-2f5e-5d6b-8d5b-3c1c5f0d9e55',
  revision: '0',
  position: '41',
  events: [STEPS.arrival],
  eventIds: ['7c0c7a53-6d0c-5a3e-9a52-0f2f6d5b8f11'],
  recordTime: '2021-12-24T23:40:02.115Z',
  warnings: [],
};

export const PROBLEM_EXAMPLE = {
  type: 'urn:truckflow:problem:gate-suspended',
  title: 'The gate is suspended',
  status: 409,
  detail: 'HUU_NGHI is suspended',
  instance: '/api/v1/truck-visits/0b0f8a6e-2f5e-5d6b-8d5b-3c1c5f0d9e55/crossing',
  code: 'GATE_SUSPENDED',
};

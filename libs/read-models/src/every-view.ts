import { borderGates } from './border-gates';
import { commands } from './commands';
import { consignments } from './consignments';
import { corrections } from './corrections';
import { dedicatedDrivers } from './dedicated-drivers';
import { deviations } from './deviations';
import { dwellTimes } from './dwell-times';
import { gateBoard } from './gate-board';
import { gateQueue } from './gate-queue';
import { gateTurns } from './gate-turns';
import { throughput } from './throughput';
import { truckVisits } from './truck-visits';
import type { View } from './view';
import { yardOccupancy } from './yard-occupancy';
import { yards } from './yards';

/** What every projector keeps and every server reads. */
export const EVERY_VIEW: readonly View[] = [
  borderGates,
  yards,
  dedicatedDrivers,
  gateBoard,
  gateQueue,
  gateTurns,
  dwellTimes,
  throughput,
  yardOccupancy,
  truckVisits,
  consignments,
  deviations,
  corrections,
  commands,
];

import { borderGates } from '../border-gates/border-gates';
import { commands } from '../commands/commands';
import { consignments } from '../consignments/consignments';
import { corrections } from '../corrections/corrections';
import { dedicatedDrivers } from '../dedicated-drivers/dedicated-drivers';
import { deviations } from '../deviations/deviations';
import { dwellTimes } from '../dwell-times/dwell-times';
import { gateBoard } from '../gate-boards/gate-board';
import { gateQueue } from '../gate-queue/gate-queue';
import { gateTurns } from '../gate-queue/turns/gate-turns';
import { throughput } from '../gate-boards/throughput/throughput';
import { truckVisits } from '../truck-visits/truck-visits';
import type { View } from '../projections/view';
import { yardOccupancy } from '../yards/occupancy/yard-occupancy';
import { yards } from '../yards/yards';

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

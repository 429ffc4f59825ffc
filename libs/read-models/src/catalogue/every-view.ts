import { borderGates } from '../border-gates/border-gates';
import { SHOWN_CATEGORIES } from '#libs/truck-flow';
import { commandsOf } from '#libs/projections';
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
import type { BorderView } from '../subjects/subject';
import { yardOccupancy } from '../yards/occupancy/yard-occupancy';
import { yards } from '../yards/yards';

/** What each command on any stream of the border asked for. */
export const commands = commandsOf(SHOWN_CATEGORIES);

/** Every view there is. */
export const EVERY_VIEW: readonly BorderView[] = [
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

export * from './view';
export { balanceOfDay, imbalancesAt } from './balance';
export type { DayBalance, Imbalance } from './balance';
export { CursorUnreadable, cursorOf, readCursor } from './cursor';
export { daysToClear } from './days-to-clear';
export type { Assumption, ClearanceRate, DaysToClear, DaysToClearQuery } from './days-to-clear';
export { DWELL_STAGES } from './dwell-cells';
export type { DwellStage } from './dwell-cells';
export { dwellTimes } from './dwell-times';
export { dwellTimeRows } from './dwell-times-query';
export type {
  Dwell,
  DwellTimesQuery,
  DwellTimesRow,
  FinishedDwell,
  InsideDwell,
  LeftDwell,
} from './dwell-times-query';
export { gateBoard } from './gate-board';
export { gateBoards, trucksOnHand } from './gate-board-query';
export type { Counts, GateBoardRow, GateBoards, GateBoardTotal } from './gate-board-query';
export { gateQueue } from './gate-queue';
export { gateQueuePage, queueLength } from './gate-queue-query';
export type { QueuePage, QueueQuery, QueueRow } from './gate-queue-query';
export { zoneOf } from './gate-source';
export type { GateSource, YardSource } from './gate-source';
export * from './local-time';
export { throughput } from './throughput';
export { throughputDays } from './throughput-query';
export type { ThroughputQuery, ThroughputRow } from './throughput-query';
export type { Exit, OnHandStage } from './visit-facts';
export { yardOccupancy } from './yard-occupancy';
export { yardOccupancyOf } from './yard-occupancy-history';
export type { Occupancy, OccupancyDay, OccupancyQuery } from './yard-occupancy-history';
export { yardRow, yardRows, yardTrucks } from './yard-occupancy-query';
export type {
  OccupancyRatio,
  OldestTruck,
  YardRow,
  Yards,
  YardSources,
  YardTotal,
  YardTruck,
  YardTruckPage,
  YardTrucksQuery,
} from './yard-occupancy-query';
export { ProjectionRunner } from './projection-runner';
export type { StoppedView } from './projection-runner';
export { Projector, runProjector } from './projector';
export type { Progress, ProjectorOptions } from './projector';
export { digestOfViews, rowsOfViews } from './view-digest';
export type { ViewCheckpoint } from './view-file';
export { newestGeneration, openViews, ViewsNotReady, ViewsReader, viewFilePath } from './views';
export type { AsOf } from './views';
export { LiveViews } from './live-views';
export { EVERY_VIEW } from './every-view';
export { auditTrail } from './audit-trail-query';
export type { AuditTrail, AuditTrailQuery, TrailEntry, TrailEvent } from './audit-trail-query';
export { borderGates } from './border-gates';
export { borderGate, borderGateList, gateCodes, gateOf, gateSource } from './border-gates-query';
export type { GateDetails, ShownLane, StatusOrder, UpcomingAct } from './border-gates-query';
export { commandOf, commands } from './commands';
export type { RecordedCommand } from './commands';
export { consignments } from './consignments';
export { findConsignments } from './consignments-query';
export type {
  CarryingVisit,
  ConsignmentSearch,
  FoundConsignment,
  FoundConsignments,
} from './consignments-query';
export { dedicatedDrivers } from './dedicated-drivers';
export { dedicatedDriverPage } from './dedicated-drivers-query';
export type { DriverPage, DriverRow, DriversQuery } from './dedicated-drivers-query';
export { deviations } from './deviations';
export { deviationPage } from './deviations-query';
export type { DeviationPage, DeviationRow, DeviationsQuery } from './deviations-query';
export { EVERYTHING } from './scope';
export type { Scope } from './scope';
export { truckVisit } from './truck-visit-query';
export type {
  Flag,
  ShownCorrection,
  ShownStep,
  TruckVisitDetails,
  TruckVisitQuery,
} from './truck-visit-query';
export { truckVisits } from './truck-visits';
export { findTruckVisits } from './truck-visits-query';
export type { FoundVisit, FoundVisits, TruckVisitSearch } from './truck-visits-query';
export type { ShownCarriage } from './truck-visits-row';
export { yards } from './yards';
export { yardCodes, yardOf, yardSource } from './yards-query';
export { dwellDistributions } from './dwell-distribution';
export type { DwellDistribution } from './dwell-distribution';

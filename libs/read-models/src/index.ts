export * from './view';
export { balanceOfDay, imbalancesAt } from './balance';
export type { DayBalance, Imbalance } from './balance';
export { CursorUnreadable, cursorOf, readCursor } from './cursor';
export { daysToClear } from './days-to-clear';
export type { Assumption, ClearanceRate, DaysToClear, DaysToClearQuery } from './days-to-clear';
export { DWELL_STAGES, dwellTimes } from './dwell-times';
export type { DwellStage } from './dwell-times';
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

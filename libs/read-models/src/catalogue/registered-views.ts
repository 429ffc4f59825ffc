/* Every view there is, a line each: projectors keep what is listed here, and servers read it. */

export { borderGates } from '../border-gates/border-gates';
export { policies } from '../policies/policies';
export { legalBases } from '../legal-bases/legal-bases';
export { yards } from '../yards/yards';
export { dedicatedDrivers } from '../dedicated-drivers/dedicated-drivers';
export { gateBoard } from '../gate-boards/gate-board';
export { gateQueue } from '../gate-queue/gate-queue';
export { orderOverrides } from '../gate-queue/overrides/order-overrides';
export { gateTurns } from '../gate-queue/turns/gate-turns';
export { dwellTimes } from '../dwell-times/dwell-times';
export { throughput } from '../gate-boards/throughput/throughput';
export { underwayTrucks } from '../yards/metering/underway-trucks';
export { yardOccupancy } from '../yards/occupancy/yard-occupancy';
export { truckVisits } from '../truck-visits/truck-visits';
export { tickets } from '../truck-visits/tickets';
export { consignments } from '../consignments/consignments';
export { deviations } from '../deviations/deviations';
export { corrections } from '../corrections/corrections';
export { feeAccounts } from '../fees/fee-accounts';
export { yardStays } from '../fees/yard-stays';
export { tariffs } from '../fees/tariffs';
export { commands } from './commands';

import { borderGateSlices } from './border-gates/border-gates.module';
import { dedicatedDriverSlices } from './dedicated-drivers/dedicated-drivers.module';
import { feeAccountSlices } from './fee-accounts/fee-accounts.module';
import { gateQueueSlices } from './gate-queues/gate-queues.module';
import { legalBasisSlices } from './legal-bases/legal-bases.module';
import { policySlices } from './policies/policies.module';
import { tariffSlices } from './tariffs/tariffs.module';
import { truckVisitSlices } from './truck-visits/truck-visits.module';
import { yardSlices } from './yards/yards.module';

/** Every command of the API, a line a noun. */
export const SLICES = [
  ...truckVisitSlices,
  ...borderGateSlices,
  ...yardSlices,
  ...dedicatedDriverSlices,
  ...gateQueueSlices,
  ...legalBasisSlices,
  ...policySlices,
  ...tariffSlices,
  ...feeAccountSlices,
];

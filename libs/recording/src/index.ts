/*
 * Recording: what a command needs beyond its own stream. One recorder a noun; each takes a step or act, or a correction,
 * with the context of who reports it, and answers what was recorded. Knows neither HTTP nor views.
 */
export { GateRecorder } from './border-gate/gate-recorder';
export { claimStreamOf, isClaimed } from './claim/claim-streams';
export { DriverRecorder } from './dedicated-driver/driver-recorder';
export { FeeRecorder } from './fee-account/fee-recorder';
export type { ShownOrder } from './gate-queue/call-order';
export { OverrideRecorder } from './gate-queue/override-recorder';
export { LegalBasisRecorder } from './legal-basis/legal-basis-recorder';
export type { JudgedCalls } from './policy-set/policy-recorder';
export { PolicyRecorder } from './policy-set/policy-recorder';
export { TariffRecorder } from './tariff/tariff-recorder';
export { recordVisit } from './truck-visit/record-visit';
export type { ShownVisits } from './truck-visit/shown-visits';
export { derivedId, substitutesOf } from './truck-visit/visit-ids';
export type { VisitLockNames } from './truck-visit/visit-lock-names';
export { VisitRecorder } from './truck-visit/visit-recorder';
export { YardRecorder } from './yard/yard-recorder';

const AT = '2021-12-25T06:40:00+07:00';
const YARD = 'HUU_NGHI_YARD';
const HOURS = [{ lane: 'MAIN', weekdays: ['MON', 'TUE', 'WED', 'THU', 'FRI'], from: '07:00', to: '19:00' }];
const EVENT = '7c0c7a53-6d0c-5a3e-9a52-0f2f6d5b8f11';

/** A body of each command, by the name of its class, that is taken as it stands. Every name in them is invented. */
export const BODY_EXAMPLES: Readonly<Record<string, object>> = {
  ArrivalBody: {
    gate: 'HUU_NGHI',
    direction: 'EXPORT',
    at: AT,
    tractor: { plate: '12C-045.67' },
    trailer: { plate: '12R-001.23' },
    container: { number: 'CSQU3054383' },
    bodyType: 'REEFER_CONTAINER',
    carrier: 'LANG_SON_TRANSPORT',
    consignments: [{ consignmentId: 'jackfruit-1', cargoClass: 'FRESH_PRODUCE', owner: 'LONGAN_FRUIT' }],
  },
  CustomsClearanceBody: { at: AT, declarationNumber: '305120' },
  DisinfectionBody: { at: AT, targets: ['CABIN'], procedureVersion: '2021-12' },
  CallForwardBody: { at: AT, deadline: '2021-12-25T08:40:00+07:00' },
  YardEntryBody: { at: AT, yard: YARD },
  YardExitBody: { at: AT, yard: YARD },
  HandoverBody: { at: AT, dedicatedDriver: 'HUU_NGHI-D01' },
  ContainerCutBody: { at: AT, yard: YARD, toTractor: { plate: '桂F12345', country: 'CN' } },
  ContainerLiftBody: {
    at: AT,
    yard: YARD,
    container: { number: 'CSQU3054383' },
    toVehicle: { plate: '桂F12345', country: 'CN' },
  },
  TransloadBody: { at: AT, yard: YARD, toVehicle: { plate: '桂F12345', country: 'CN' } },
  CrossingBody: { at: AT, place: 'HUU_NGHI_LINE' },
  DeliveryBody: { at: AT, foreignYard: 'PUZHAI_YARD' },
  ReturnBody: { at: AT },
  TurnBackBody: { at: AT, reason: 'the papers are not complete' },
  DiversionBody: { at: AT, reason: 'the queue here is too long', toGate: 'CHI_MA' },
  CancellationBody: { at: AT, reason: 'the owner sells at home' },
  VehicleChangeBody: { at: AT, tractor: { plate: '12C-089.01' }, reason: 'breakdown' },
  HoldBody: { at: AT, cause: 'INSPECTION' },
  HoldLiftConfirmationBody: { at: AT, cause: 'INSPECTION' },
  HoldLiftBody: { at: AT, cause: 'INSPECTION' },
  VisitCorrectionBody: {
    at: AT,
    eventId: EVENT,
    reason: 'INCORRECT_DATA',
    corrected: { at: AT, declarationNumber: '305121' },
  },
  DriverRegistrationBody: { at: AT, driverCode: 'HUU_NGHI-D16', pool: 'HUU_NGHI_POOL', gate: 'HUU_NGHI' },
  GateRegistrationBody: {
    at: AT,
    gate: 'COC_NAM',
    name: { vi: 'Cốc Nam', zh: '弄怀', en: 'Coc Nam' },
    timeZone: 'Asia/Ho_Chi_Minh',
    lanes: ['MAIN'],
    hours: HOURS,
    handoverMode: 'FOREIGN_YARD',
  },
  SuspensionBody: { at: AT, orderedBy: 'FOREIGN', reason: 'a case was found in the yard' },
  ResumptionBody: { at: AT, expectedRate: { min: 80, max: 120 } },
  HandoverModeBody: { at: AT, mode: 'TRANSLOAD' },
  OpeningHoursBody: { at: AT, hours: HOURS },
  ClearanceRateBody: { at: AT, trucksPerDay: { min: 80, max: 120 } },
  GateCorrectionBody: { at: AT, eventId: EVENT, reason: 'DID_NOT_OCCUR' },
  YardRegistrationBody: {
    at: AT,
    yard: 'COC_NAM_YARD',
    gate: 'TAN_THANH',
    name: 'Bãi Cốc Nam',
    capacity: { min: 200, max: 300 },
    tenure: 'PERMANENT',
  },
  CapacityBody: { at: AT, capacity: { min: 600, max: 800 }, tenure: 'TEMPORARY' },
  YardCorrectionBody: {
    at: AT,
    eventId: EVENT,
    reason: 'INCORRECT_DATA',
    corrected: { at: AT, capacity: { min: 600, max: 750 }, tenure: 'TEMPORARY' },
  },
};

/** What the arrival above may be answered with. */
export const COMMAND_ANSWER_EXAMPLE = {
  id: '0b0f8a6e-2f5e-5d6b-8d5b-3c1c5f0d9e55',
  revision: '0',
  position: '41',
  events: ['truckVisit.TruckArrived.v1'],
  eventIds: [EVENT],
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

/* Rejection codes: the closed list of refusals, by class. */
/**
 * Why a command was refused. ORDER: a step is missing or comes too early. STATE: the
 * record of the gate or visit forbids it. CLAIM: someone else has it. A report refused for one of these three may
 * be sent again and will pass once what it waits for is recorded. RULE is final. MALFORMED, UNKNOWN and RESERVED
 * are about the request: its text, an object that is not there, a right that is missing.
 */
export type RejectionClass = 'ORDER' | 'STATE' | 'CLAIM' | 'RULE' | 'MALFORMED' | 'UNKNOWN' | 'RESERVED';

/** The closed list of the domain's refusals. */
export const REJECTIONS = {
  BEFORE_ARRIVAL: 'ORDER',
  CUSTOMS_NOT_CLEARED: 'ORDER',
  CABIN_NOT_DISINFECTED: 'ORDER',
  NOT_DISINFECTED: 'ORDER',
  CONTAINER_NOT_CUT: 'ORDER',
  CONTAINER_NOT_LIFTED: 'ORDER',
  CARGO_NOT_TRANSLOADED: 'ORDER',
  GOODS_NOT_TRANSFERRED: 'ORDER',
  NOT_CALLED_FORWARD: 'ORDER',
  NOT_HANDED_OVER: 'ORDER',
  NOT_CROSSED: 'ORDER',
  NOT_IN_YARD: 'ORDER',
  NOT_HELD: 'ORDER',

  GATE_SUSPENDED: 'STATE',
  LANE_NOT_OPEN: 'STATE',
  VISIT_HELD: 'STATE',
  CONTAINER_NOT_NAMED: 'STATE',
  HANDOVER_NOT_IN_MODE: 'STATE',
  HANDOVER_NEEDS_TRACTOR: 'STATE',
  RECEIVER_NOT_ON_HAND: 'STATE',
  FEE_LINE_UNKNOWN: 'STATE',
  WAIVER_ABOVE_DUE: 'STATE',
  CALL_OUT_OF_ORDER: 'STATE',
  GATE_YARD_FULL: 'STATE',
  OVERRIDE_NOT_CONFIRMED: 'STATE',

  DRIVER_BUSY: 'CLAIM',
  DRIVER_NOT_REGISTERED: 'CLAIM',
  ASSET_HAS_LIVE_VISIT: 'CLAIM',
  ASSET_CLAIMED_ELSEWHERE: 'CLAIM',
  VEHICLE_OF_OTHER_VISIT: 'CLAIM',

  ALREADY_ARRIVAL: 'RULE',
  ALREADY_CUSTOMS_CLEARANCE: 'RULE',
  ALREADY_DISINFECTION: 'RULE',
  ALREADY_CALL_FORWARD: 'RULE',
  ALREADY_HANDOVER: 'RULE',
  ALREADY_CONTAINER_CUT: 'RULE',
  ALREADY_CONTAINER_LIFT: 'RULE',
  ALREADY_TRANSLOAD: 'RULE',
  ALREADY_CROSSING: 'RULE',
  ALREADY_DELIVERY: 'RULE',
  ALREADY_RETURN: 'RULE',
  ALREADY_TURN_BACK: 'RULE',
  ALREADY_DIVERSION: 'RULE',
  ALREADY_CANCELLATION: 'RULE',
  VISIT_ENDED: 'RULE',
  ASSET_NAMED_TWICE: 'RULE',
  TRANSFER_TO_ITSELF: 'RULE',
  TURN_NOT_TRANSFERABLE: 'RULE',
  CONTAINER_ADDED: 'RULE',
  OVERRIDE_UNKNOWN: 'RULE',
  OVERRIDE_NEEDS_OTHER_AGENCY: 'RULE',
  CORRECTION_CHANGES_VISIT: 'RULE',
  CORRECTION_OF_CORRECTION: 'RULE',
  CORRECTION_OF_RECEIPT: 'RULE',
  CORRECTION_OF_REGISTRATION: 'RULE',
  LANE_UNKNOWN: 'RULE',
  GATE_ALREADY_REGISTERED: 'RULE',
  YARD_ALREADY_REGISTERED: 'RULE',
  DRIVER_ALREADY_REGISTERED: 'RULE',
  LEGAL_BASIS_ALREADY_REGISTERED: 'RULE',
  LEGAL_BASIS_UNKNOWN: 'RULE',
  LEGAL_BASIS_NOT_IN_FORCE: 'RULE',
  POLICY_OVERLAPS: 'RULE',
  POLICY_ALREADY_PUBLISHED: 'RULE',
  TARIFF_ALREADY_PUBLISHED: 'RULE',
  TARIFF_OVERLAPS: 'RULE',
  RECEIPT_ALREADY_USED: 'RULE',

  PLATE_UNREADABLE: 'MALFORMED',
  CONTAINERS_DISAGREE: 'MALFORMED',
  DIRECTION_NOT_SUPPORTED: 'MALFORMED',
  OBSERVATION_MISSING: 'MALFORMED',
  OBSERVATION_NOT_ALLOWED: 'MALFORMED',
  CORRECTED_BODY_MISSING: 'MALFORMED',
  CORRECTED_BODY_UNEXPECTED: 'MALFORMED',
  EFFECTIVE_RANGE_EMPTY: 'MALFORMED',
  RANGE_REVERSED: 'MALFORMED',
  POLICY_VALUES_INVALID: 'MALFORMED',
  TIERS_NOT_CONTIGUOUS: 'MALFORMED',

  VISIT_NOT_FOUND: 'UNKNOWN',
  GATE_NOT_FOUND: 'UNKNOWN',
  YARD_NOT_FOUND: 'UNKNOWN',
  EVENT_NOT_FOUND: 'UNKNOWN',
  POLICY_NOT_FOUND: 'UNKNOWN',

  CORRECTION_NEEDS_MANAGER: 'RESERVED',
  HOLD_OF_OTHER_AGENCY: 'RESERVED',
} as const satisfies Record<string, RejectionClass>;

export type RejectionCode = keyof typeof REJECTIONS;

/**
 * Thrown by decisions. `extra` joins the problem's members, e.g. the `visitId` that holds an asset. `pointer` is the
 * place of the field that was refused, a JSON pointer (RFC 6901) into the body that was read: R-14 promises it for
 * every refused body, so all of class MALFORMED have one where they are about a body.
 */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  readonly class: RejectionClass;
  constructor(
    readonly code: RejectionCode,
    readonly detail: string,
    readonly extra: Readonly<Record<string, string | number | readonly string[]>> = {},
    readonly pointer?: string,
  ) {
    super(`${code}: ${detail}`);
    this.class = REJECTIONS[code];
  }

  /** The refusal of a field of the body. */
  static of(code: RejectionCode, pointer: string, detail: string): Rejection {
    return new Rejection(code, detail, {}, pointer);
  }

  /** The same of a body that is at `place` of a larger one. */
  within(place: string): Rejection {
    const { code, detail, extra, pointer } = this;
    return pointer === undefined ? this : new Rejection(code, detail, extra, `${place}${pointer}`);
  }
}

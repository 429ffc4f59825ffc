/* Claims protocol: takes the claims of a command over several streams, without a transaction. */

import { RevisionConflict, StreamDamaged, effective, streamOf } from '#libs/event-sourcing';
import type {
  CommandContext,
  DomainEvent,
  EventStore,
  ExpectedRevision,
  RecordedEvent,
  Recollection,
  StreamSlice,
} from '#libs/event-sourcing';
import {
  ARRIVAL_VOIDED,
  CLAIMED,
  HANDOVER_VOIDED,
  foldVisit,
  holds,
  nameOf,
  truckVisit,
  carryingGate,
} from '#libs/truck-flow';
import type { Claim, Claimed, ClaimVoided, Visit } from '#libs/truck-flow';
import { claimStreamOf, isClaimed, readClaims } from './claim-streams';
import type { ClaimsSeen } from './claim-streams';
import { protocolEvent } from './protocol-event';

/** Another visit on hand holds what a command wants, or bars the command by what it is. */
export class HeldByVisit extends Error {
  override readonly name = 'HeldByVisit';
  constructor(
    readonly claim: Claim,
    readonly visitId: string,
    readonly visit: Visit,
    readonly slice: StreamSlice,
  ) {
    super(`${claim.kind} is held by visit ${visitId}`);
  }
}

/** Where the claims are taken from, by which visit, and as what its stream was read. */
export interface Claimant {
  readonly store: EventStore;
  readonly visitId: string;
  /** The visit's own stream as the command was judged against it. */
  readonly own: StreamSlice;
  /** Event time of the command, RFC 3339. */
  readonly at: string;
  readonly context: CommandContext;
  /** Present when the command is judged by what is remembered: so is the claim that it takes first. */
  readonly recalled?: Recollection | undefined;
  /** Claims that the command was judged by, by name, as they were seen: taken at that revision or not at all. */
  readonly read?: ReadonlyMap<string, ClaimsSeen>;
  /** Does a visit that had the thing last bar the command, although it holds it no longer? */
  readonly isBarredBy?: (visit: Visit) => boolean;
  /** Is the thing seen here, whatever a damaged record says? */
  readonly isSeen?: boolean;
  /** What is recorded of a visit that holds the thing so that it lets go of it; undefined when it keeps it. */
  readonly letGo?: (held: HeldByVisit) => readonly DomainEvent[] | undefined;
}

/**
 * Everything that claimed a thing, as it is read. The claim that is taken first may be seen as it is remembered of this
 * log, and counts as free when nobody is known to have it: if that is wrong its append fails, and nothing is stored.
 */
export async function claimsSeen(
  claim: Claim,
  first: Claim | undefined,
  { store, recalled }: Pick<Claimant, 'store' | 'recalled'>,
): Promise<ClaimsSeen> {
  if (recalled === undefined || claim !== first) return readClaims(store, claim);
  const stream = claimStreamOf(claim);
  await recalled.upToDate();
  return { stream, ...(recalled.of(stream) ?? { events: [], revision: 'noStream' }) };
}

/**
 * Looks at all claims first, so that a refusal stores nothing, then takes them one after the other, in the given order
 * and as they were read. Nobody releases a claim and none expires: it counts while its holder's
 * effective visit still holds the thing. A claim that is younger than its holder's last event is unfinished: the
 * holder may be about to record what it claimed for, so its stream is moved on first by a void and the holder's
 * append, made at the older revision, fails. For the same reason a visit's own claim is good only when it is younger
 * than the last event of its stream.
 * @throws HeldByVisit; StreamDamaged of a holder; RevisionConflict when somebody was faster, or what is remembered does
 * not do: then the command begins anew.
 */
export async function takeClaims(claimant: Claimant, claims: readonly Claim[]): Promise<void> {
  const free: FreeClaim[] = [];
  for (const claim of claims) {
    const seen = claimant.read?.get(nameOf(claim)) ?? (await claimsSeen(claim, claims[0], claimant));
    free.push(await look(claimant, claim, seen));
  }
  if (claimant.recalled !== undefined) refuseMore(free);
  for (const holder of eachOnce(free.map(({ unfinished }) => unfinished))) await setAside(claimant, holder);
  for (const holder of eachOnce(free.map(({ letsGo }) => letsGo))) await tell(claimant, holder);
  for (const claim of free) if (!claim.isOwn) await take(claimant, claim);
}

/** A claim that may be taken, as it was read. */
interface FreeClaim {
  readonly claim: Claim;
  readonly stream: string;
  readonly revision: ExpectedRevision;
  /** The visit that asks has it already. */
  readonly isOwn: boolean;
  /** Who claimed it and may be about to record what for. */
  readonly unfinished?: UnfinishedHolder;
  /** Who holds it and lets go of it. */
  readonly letsGo?: LettingHolder;
}

interface LettingHolder {
  readonly stream: string;
  readonly revision: ExpectedRevision;
  readonly events: readonly DomainEvent[];
}

interface UnfinishedHolder extends StreamSlice {
  readonly stream: string;
  readonly kind: Claim['kind'];
  /** Id of the event by which it claimed. */
  readonly claimedBy: string;
}

/** Each stream once, and as it was read first: whatever it has appended since lets its append fail. */
function eachOnce<Holder extends { readonly stream: string }>(
  holders: readonly (Holder | undefined)[],
): Holder[] {
  const known = holders.filter((holder) => holder !== undefined);
  return [...Map.groupBy(known, ({ stream }) => stream).values()].flatMap(([first]) => first ?? []);
}

/** A claim that is not taken, and what is recorded of holders, is guarded by no append of the first claim. */
function refuseMore(free: readonly FreeClaim[]): void {
  for (const { stream, revision, isOwn, unfinished, letsGo } of free) {
    if (isOwn || unfinished !== undefined || letsGo !== undefined)
      throw new RevisionConflict(stream, revision, revision);
  }
}

/** @throws HeldByVisit */
async function look(claimant: Claimant, claim: Claim, seen: ClaimsSeen): Promise<FreeClaim> {
  const { visitId, own } = claimant;
  const free = { claim, stream: seen.stream, revision: seen.revision, isOwn: false };
  const latest = seen.events.findLast(isClaimed);
  if (latest === undefined) return free;
  const holder = latest.data.visitId;
  if (holder === visitId) return { ...free, isOwn: younger(latest, own) };
  const stream = streamOf(truckVisit.category, holder);
  const slice = await holderAsRead(claimant, stream);
  if (slice === undefined) return free;
  const visit = foldVisit(effective(slice.events, truckVisit.order));
  const isBarred = claimant.isBarredBy?.(visit) === true;
  if (isBarred || holds(visit, claim)) {
    const events = askedToLetGo(claimant, new HeldByVisit(claim, holder, visit, slice), isBarred);
    const told = events.map((event) => carryingGate(event, slice.events));
    return { ...free, letsGo: { stream, revision: slice.revision, events: told } };
  }
  if (!younger(latest, slice)) return free;
  return {
    ...free,
    unfinished: { stream, ...slice, kind: claim.kind, claimedBy: latest.eventId },
  };
}

/**
 * The stream of a holder; one that is empty may have been deleted, and then it is none that never arrived. Undefined:
 * it is damaged and holds nothing any more, because somebody has looked at it, or sees the thing here.
 * @throws StreamDamaged
 */
async function holderAsRead(claimant: Claimant, stream: string): Promise<StreamSlice | undefined> {
  const { store, isSeen = false } = claimant;
  try {
    const slice = await store.readStream(stream);
    const isMissing = slice.revision === 'noStream';
    if (isMissing && (await store.isDeleted?.(stream)) === true) throw new StreamDamaged(stream, 'DELETED');
    return slice;
  } catch (error) {
    if (error instanceof StreamDamaged && (error.isAccepted || isSeen)) return undefined;
    throw error;
  }
}

/** What is recorded of the holder so that it lets go. @throws HeldByVisit when it keeps the thing. */
function askedToLetGo({ letGo }: Claimant, held: HeldByVisit, isBarred: boolean): readonly DomainEvent[] {
  const events = isBarred ? undefined : letGo?.(held);
  if (events === undefined) throw held;
  return events;
}

function younger(claimed: RecordedEvent, { events }: StreamSlice): boolean {
  const last = events.at(-1);
  return last === undefined || claimed.position > last.position;
}

/** Moves the holder's stream on, so that it cannot finish unseen. */
async function setAside(claimant: Claimant, holder: UnfinishedHolder): Promise<void> {
  const { stream, events, revision, kind, claimedBy } = holder;
  const voided: ClaimVoided = {
    type: kind === 'driver' ? HANDOVER_VOIDED : ARRIVAL_VOIDED,
    data: { byVisit: claimant.visitId },
    eventTime: claimant.at,
  };
  await claimant.store.append(
    stream,
    [protocolEvent(stream, carryingGate(voided, events), claimant, `void\n${claimedBy}`)],
    revision,
  );
}

async function tell(claimant: Claimant, { stream, revision, events }: LettingHolder): Promise<void> {
  const told = events.map((event, index) =>
    protocolEvent(stream, event, claimant, `let go\n${revision}\n${index}`),
  );
  await claimant.store.append(stream, told, revision);
}

async function take(claimant: Claimant, { claim, stream, revision }: FreeClaim): Promise<void> {
  const { store, visitId, at } = claimant;
  const claimed: Claimed = {
    type: CLAIMED,
    data: { kind: claim.kind, visitId },
    eventTime: at,
  };
  const event = protocolEvent(stream, claimed, claimant, `claim\n${nameOf(claim)}\n${revision}`);
  await store.append(stream, [event], revision);
}

import { TRUCKFLOW_NAMESPACE, effective, eventIdOf, streamOf, uuidV5 } from '#libs/event-sourcing';
import type { CommandContext, EventStore, NewEvent, RecordedEvent, StreamSlice } from '#libs/event-sourcing';
import { ARRIVAL_VOIDED, HANDOVER_VOIDED, foldVisit, holds, nameOf, truckVisit } from '#libs/truck-flow';
import type { Claim, Claimed, ClaimVoided, Visit } from '#libs/truck-flow';

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

/** Where the claims are taken from, by which visit, and as what its stream was read (decision 12, step 1). */
export interface Claimant {
  readonly store: EventStore;
  readonly visitId: string;
  /** The visit's own stream as the command was judged against it. */
  readonly own: StreamSlice;
  /** Event time of the command, RFC 3339. */
  readonly at: string;
  readonly context: CommandContext;
  /** Claims that the command was judged by, by name, as they were read: taken at that revision or not at all. */
  readonly read?: ReadonlyMap<string, StreamSlice>;
  /** Does a visit that had the thing last bar the command, although it holds it no longer? */
  readonly isBarredBy?: (visit: Visit) => boolean;
}

/** Stream of everything that ever claimed one thing; named by a hash, so that no stream carries a plate. */
export function claimStreamOf(claim: Claim): string {
  return streamOf('claim', uuidV5(TRUCKFLOW_NAMESPACE, nameOf(claim)));
}

/**
 * Takes the claims one after the other, in the given order (decision 12, step 2). Nobody releases a claim and none
 * expires: it counts while its holder's effective visit still holds the thing. A claim that is younger than its
 * holder's last event is unfinished: the holder may be about to record what it claimed for, so its stream is moved
 * on first by a void and the holder's append, made at the older revision, fails. For the same reason a visit's own
 * claim is good only when it is younger than the last event of its stream.
 * @throws HeldByVisit; RevisionConflict when somebody was faster, then the command begins anew.
 */
export async function takeClaims(claimant: Claimant, claims: readonly Claim[]): Promise<void> {
  for (const claim of claims) await takeClaim(claimant, claim);
}

async function takeClaim(claimant: Claimant, claim: Claim): Promise<void> {
  const { store, visitId, own } = claimant;
  const stream = claimStreamOf(claim);
  const { events, revision } = claimant.read?.get(nameOf(claim)) ?? (await store.readStream(stream));
  const latest = events.at(-1) as RecordedEvent<string, Claimed['data']> | undefined;
  if (latest !== undefined) {
    const holder = latest.data.visitId;
    if (holder === visitId) {
      if (younger(latest, own)) return;
    } else {
      await setAside(claimant, claim, latest, holder);
    }
  }
  const claimed: Claimed = {
    type: 'claim.Claimed.v1',
    data: { kind: claim.kind, visitId },
    eventTime: claimant.at,
  };
  await store.append(stream, [newEvent(claimed, claimant, `claim\n${nameOf(claim)}\n${revision}`)], revision);
}

function younger(claimed: RecordedEvent, { events }: StreamSlice): boolean {
  const last = events.at(-1);
  return last === undefined || claimed.position > last.position;
}

/** Refuses when the holder's claim counts; otherwise makes sure that the holder cannot finish unseen. */
async function setAside(
  claimant: Claimant,
  claim: Claim,
  latest: RecordedEvent,
  holder: string,
): Promise<void> {
  const stream = streamOf(truckVisit.category, holder);
  const slice = await claimant.store.readStream(stream);
  const visit = foldVisit(effective(slice.events, truckVisit.order));
  if (holds(visit, claim) || claimant.isBarredBy?.(visit) === true)
    throw new HeldByVisit(claim, holder, visit, slice);
  if (!younger(latest, slice)) return;
  const voided: ClaimVoided = {
    type: claim.kind === 'driver' ? HANDOVER_VOIDED : ARRIVAL_VOIDED,
    data: { byVisit: claimant.visitId },
    eventTime: claimant.at,
  };
  await claimant.store.append(
    stream,
    [newEvent(voided, claimant, `void\n${latest.eventId}`)],
    slice.revision,
  );
}

/** Ids of protocol events are derived from the command and what they act on, so a repeated attempt repeats them. */
function newEvent(event: Claimed | ClaimVoided, { context, at }: Claimant, subject: string): NewEvent {
  const { ifMatch: _, ...metadata } = context;
  const commandId = uuidV5(context.commandId, subject);
  return {
    type: event.type,
    eventId: eventIdOf(commandId, 0),
    data: event.data,
    metadata: { ...metadata, commandId, eventTime: at, index: 0, schemaVersion: 1 },
  };
}

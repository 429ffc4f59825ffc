import {
  acceptancesOf,
  effective,
  eventIdOf,
  RevisionConflict,
  streamOf,
  successorOf,
  unlessDamaged,
} from '#libs/event-sourcing';
import type { EventStore, NewEvent, RecordedEvent } from '#libs/event-sourcing';
import { claimStreamOf, isClaimed } from '#libs/recording';
import { CLAIM, claimsOf, foldVisit, truckVisit } from '#libs/truck-flow';
import type { Claim, Claimed } from '#libs/truck-flow';

const PAGE = 500;
/** How many events of a claim are copied: nobody looks up what is older than a day. */
const MOST_CARRIED = 200;

export function isClaimStream(stream: string): boolean {
  return stream.startsWith(streamOf(CLAIM.name, ''));
}

/**
 * Begins the stream in which a damaged claim goes on, with what the log still holds of it. The claim of the visit
 * that holds the thing comes last, where the claims protocol looks for the holder: what is behind the damage may
 * have been written by others, or for a command that was refused. Where nobody holds it, the last claim stays the last,
 * so that a command that is about to record what it claimed for is set aside like any other. Does nothing where the
 * stream exists already.
 * @returns the stream of the visit that holds the thing, as far as the log shows
 */
export async function carryClaimsOn(store: EventStore, damaged: string): Promise<string | undefined> {
  const left = await eventsOf(store, damaged);
  const holding = await claimOfHolder(store, damaged, left);
  const last = holding ?? left.findLast(isClaimed);
  const others = left.filter((event) => event !== last).slice(-MOST_CARRIED);
  const events = last === undefined ? others : [...others, last];
  const stream = successorOf(damaged);
  try {
    const carried = events.map((event) => carriedOn(stream, event));
    if (carried.length > 0) await store.append(stream, carried, 'noStream');
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
  }
  return holding && streamOf(truckVisit.category, holderIn(holding));
}

/** From the log as a whole, which also holds what is hidden in its stream. */
async function eventsOf(store: EventStore, damaged: string): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for (let position: bigint | undefined = -1n; position !== undefined;) {
    const page: readonly RecordedEvent[] = await store.readAll(position, PAGE);
    found.push(...page.filter(({ stream, type }) => stream === damaged && type.startsWith(`${CLAIM.name}.`)));
    position = page.at(-1)?.position;
  }
  return found;
}

/** The last claim of the visit that is on hand with the thing. */
async function claimOfHolder(
  store: EventStore,
  damaged: string,
  events: readonly RecordedEvent[],
): Promise<RecordedEvent | undefined> {
  const looked = new Set<string>();
  for (const event of events.toReversed()) {
    if (!isClaimed(event) || looked.has(event.data.visitId)) continue;
    const { visitId } = event.data;
    looked.add(visitId);
    const read = await unlessDamaged(store.readStream(streamOf(truckVisit.category, visitId)));
    const held = claimsOf(foldVisit(effective(read?.events ?? [], truckVisit.order)));
    for (const claim of held) if (await isToldBy(store, claim, damaged)) return event;
  }
  return undefined;
}

/** Is the stream the one of this claim, or the one in which it went on after damage? */
async function isToldBy(store: EventStore, claim: Claim, stream: string): Promise<boolean> {
  let told = claimStreamOf(claim);
  while (told !== stream) {
    const { revision } = await store.readStream(acceptancesOf(told));
    if (revision === 'noStream') return false;
    told = successorOf(told);
  }
  return true;
}

function holderIn({ data }: RecordedEvent): string {
  return (data as Claimed['data']).visitId;
}

/** With an id of its own that follows from the first one, so that who is interrupted repeats the same. */
function carriedOn(stream: string, { type, data, eventId, metadata }: RecordedEvent): NewEvent {
  const { recordTime: _, prevHash: __, hash: ___, ...said } = metadata;
  return { type, data, eventId: eventIdOf(eventId, 0, stream), metadata: { ...said, causation: eventId } };
}

import { DamagedStreams, settingAside } from '#libs/event-sourcing';
import type { EventStore } from '#libs/event-sourcing';
import type { Claim } from '#libs/truck-flow';
import { claimStreamOf } from '../src/claim/claim-streams';

/** The same store, in which the claims of these things were damaged and somebody has looked at it. */
export function carriedOn<Store extends EventStore>(store: Store, claims: readonly Claim[]): Store {
  const damaged = new DamagedStreams();
  const accepted = { reason: 'DELETED', isAccepted: true } as const;
  damaged.show(claims.map((claim) => ({ stream: claimStreamOf(claim), ...accepted })));
  return settingAside(store, damaged);
}

import { LRUCache } from 'lru-cache';

/** More than a server takes in while its views are behind, about 4 MB. */
const REMEMBERED = 20_000;

/**
 * The requests that this process recorded lately, by command id: whoever sends another under the same key is refused
 * before the views have heard of the first. Bounded; the oldest are forgotten first.
 */
export class RecentRequests {
  // A Map whose oldest key is deleted with each new one is searched through what was deleted before.
  private readonly hashes: LRUCache<string, string>;

  constructor(limit = REMEMBERED) {
    this.hashes = new LRUCache({ max: limit });
  }

  requestHashOf(commandId: string): string | undefined {
    return this.hashes.peek(commandId);
  }

  add(commandId: string, requestHash: string): void {
    this.hashes.set(commandId, requestHash);
  }
}

/** More than a server takes in while its views are behind, about 4 MB. */
const REMEMBERED = 20_000;

/**
 * The requests that this process recorded lately, by command id: whoever sends another under the same key is refused
 * before the views have heard of the first. Bounded; the oldest are forgotten first.
 */
export class RecentRequests {
  private readonly hashes = new Map<string, string>();

  constructor(private readonly limit = REMEMBERED) {}

  requestHashOf(commandId: string): string | undefined {
    return this.hashes.get(commandId);
  }

  add(commandId: string, requestHash: string): void {
    if (this.hashes.size >= this.limit) this.hashes.delete(this.hashes.keys().next().value ?? '');
    this.hashes.set(commandId, requestHash);
  }
}

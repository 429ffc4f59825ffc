import type RequestQueue from 'kafkajs/src/network/requestQueue';

/*
 * kafkajs 2.2.4 arms a timer after each answer although nothing waits, with a time that has passed when there was no
 * throttling. Node turns that into a millisecond, and the timer arms itself again: a thousand wake-ups a second on an
 * idle connection, for ever, and a TimeoutNegativeWarning (tulios/kafkajs issue 1751). The library is no longer
 * maintained, so this one method is replaced: no timer unless a request waits, and never a time in the past.
 */

/** As in the library: how soon a full queue is looked at again, in milliseconds. */
const CHECK_PENDING_MILLISECONDS = 10;

/** Replaces the method. To be called before the first connection; calling it again changes nothing. */
export async function quietRequestQueue(): Promise<void> {
  const { default: queue } = await import('kafkajs/src/network/requestQueue');
  queue.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const throttled = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttled > 0 ? throttled : CHECK_PENDING_MILLISECONDS,
    );
  };
}

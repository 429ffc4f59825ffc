/** The part of a private class of kafkajs 2.2.4 that `quiet-request-queue.ts` replaces, and its test uses. */
declare module 'kafkajs/src/network/requestQueue' {
  class RequestQueue {
    constructor(options: object);
    readonly pending: readonly unknown[];
    /** Epoch milliseconds; -1 when the broker does not throttle. */
    readonly throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
    maybeThrottle(milliseconds: number): void;
    push(request: object): void;
  }
  export = RequestQueue;
}

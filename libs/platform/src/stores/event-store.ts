/** Injection token of the `EventStore`; the adapter is chosen where the application is put together. */
export const EVENT_STORE = Symbol('EVENT_STORE');

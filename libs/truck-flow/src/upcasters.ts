import type { Upcasters } from '#libs/event-sourcing';

/** How older versions of our events are read. All are in their first; a second one brings its row here. */
export const UPCASTERS: Upcasters = {};

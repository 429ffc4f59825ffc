import { Refusal } from '#libs/http-edge';
import { gateYards, METERING_VIEWS, standingOfCall, yardSource } from '#libs/read-models';
import type { ReadSide } from '#libs/projections';
import type { ShownOrder } from '#libs/recording';

/** How long a call waits for what was recorded before it at its gate, in milliseconds. */
const WAIT = 2_000;
const RETRY_SECONDS = 2;

/** What the views of this process show of the order of calls, for who records them. */
export function shownOrder(views: ReadSide): ShownOrder {
  return {
    async shown(position) {
      // After a loss the log gives these positions again, if ever.
      if (position <= views.lostUpTo || (await views.until(position, WAIT))) return;
      throw new Refusal('VIEW_BEHIND', `the line has not seen position ${position} yet`, {
        retryAfter: RETRY_SECONDS,
      });
    },
    standing: (call) => {
      const { found, asOf } = views.reader.read(['gate-turns'], (db) => ({
        found: standingOfCall(db, call),
      }));
      return found && { ...found, judgedAt: asOf.position };
    },
    yards: ({ code, gate, at }) =>
      views.reader.read(METERING_VIEWS, (db) => {
        const source = { ...yardSource(db), gate: () => gate };
        return { yards: gateYards(db, { gate: code, at }, source).yards };
      }).yards,
  };
}

import { Refusal } from '#libs/http-edge';
import type { ReadSide } from '#libs/projections';
import { lastJudgedAt } from '#libs/read-models';
import type { JudgedCalls } from '#libs/recording';

/** How long a withdrawal waits for the calls that were recorded before it, in milliseconds. */
const WAIT = 2_000;
const RETRY_SECONDS = 2;

/** What the views of this process show of calls that were judged, for who withdraws a policy. */
export function shownJudgements(views: ReadSide): JudgedCalls {
  return {
    async lastBy(policy, position) {
      if (position > views.lostUpTo && !(await views.until(position, WAIT)))
        throw new Refusal('VIEW_BEHIND', `the calls up to position ${position} are not shown yet`, {
          retryAfter: RETRY_SECONDS,
        });
      return lastJudgedAt(views.reader.db, policy);
    },
  };
}

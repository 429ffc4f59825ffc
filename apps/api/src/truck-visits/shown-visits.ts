import { Logger } from '@nestjs/common';
import { callableTimes, passedAt, visitPlace } from '#libs/read-models';
import type { ReadSide } from '#libs/projections';
import type { ShownVisits } from '#libs/recording';

/** What the views of this process show of visits, for who records them. */
export function shownVisits(views: ReadSide): ShownVisits {
  const log = new Logger('TurnOrder');
  return {
    placeOf: (visitId) => (views.reader.isReady ? visitPlace(views.reader.db, visitId) : undefined),
    linePosition: () => (views.reader.isReady ? BigInt(views.reader.asOf('gate-turns').position) : undefined),
    passedAt: (place, asked) => passedAt(views.reader.db, place, asked),
    couldGo: (visit, at) => callableTimes(visit).some(({ from, until }) => from <= at && at < until),
    failed: (error) => {
      log.error(error);
    },
  };
}

import { Logger } from '@nestjs/common';
import { couldGo, passedAt, queuedSince, visitPlace } from '#libs/read-models';
import type { ReadSide } from '#libs/projections';
import type { ShownVisits } from '#libs/recording';

/** What the views of this process show of visits, for who records them. */
export function shownVisits(views: ReadSide): ShownVisits {
  const log = new Logger('TurnOrder');
  return {
    placeOf: (visitId) => (views.reader.isReady ? visitPlace(views.reader.db, visitId) : undefined),
    linePosition: () => (views.reader.isReady ? BigInt(views.reader.asOf('gate-turns').position) : undefined),
    passedAt: ({ arrivedAt, ...place }, asked) =>
      passedAt(
        views.reader.db,
        { ...place, queuedSince: queuedSince(views.reader.db, place.visitId, asked.at) ?? arrivedAt },
        asked,
      ),
    couldGo,
    failed: (error) => {
      log.error(error);
    },
  };
}

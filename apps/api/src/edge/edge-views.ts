import type { EdgeViews } from '#libs/http-edge';
import { isKeyReused } from '#libs/projections';
import type { ReadSide } from '#libs/projections';
import { localText, signOfList, standsUntil, textOfList } from '#libs/read-models';

/** The views as the edge reads them. */
export function edgeViewsOf(live: ReadSide): EdgeViews {
  return {
    live,
    isKeyReused: (commandId, requestHash) => {
      const { reader, keys } = live;
      return reader.isReady && keys.mayHold(commandId) && isKeyReused(reader.db, commandId, requestHash);
    },
    textOfList,
    signOfList,
    standsUntil,
    localText,
  };
}

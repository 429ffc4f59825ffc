import type { ViewCatalogue } from '../catalogue/subject-kinds';
import { shows } from '../catalogue/view';
import { damagedStreams } from '../damage/damaged-streams';

/**
 * A catalogue with all the views of one file: its own, what they need beside them, the indexes of the
 * companions that some view follows, and in every file what was damaged from outside.
 */
export function catalogueInFile({ views, kinds }: ViewCatalogue): ViewCatalogue {
  const indexes = kinds.flatMap(({ category, companions = [] }) =>
    companions
      .filter((companion) =>
        views.some((view) => shows(view, category.name) && shows(view, companion.category)),
      )
      .map(({ index }) => index),
  );
  const own = new Set([damagedStreams, ...indexes, ...views.flatMap(({ beside = [] }) => beside)]);
  return { views: [...[...own].filter((view) => !views.includes(view)), ...views], kinds };
}

import { BORDER_GATE, SHOWN_CATEGORIES, TRUCK_VISIT } from '#libs/truck-flow';
import type { Gate, ShownCategory, Visit } from '#libs/truck-flow';
import type { SubjectKind, ViewCatalogue } from '#libs/projections';
import { changedTime } from '../subjects/gate-change';
import type { BorderView, StreamSubject } from '../subjects/subject';
import { gateNamedIn, visitSubject } from '../subjects/visit-subject';
import { visitSpan, visitsTouched } from '../visit-facts/visit-span';
import * as registered from './registered-views';

/** A visit is shown with its gate: an act of the gate changes what is shown of visits around its time. */
const VISITS: SubjectKind<Visit, Gate> = {
  category: TRUCK_VISIT,
  companion: {
    category: BORDER_GATE.name,
    idNamedIn: gateNamedIn,
    index: visitSpan,
    touched(db, gate, { before, after }) {
      const changed = changedTime(before, after);
      return changed === undefined ? [] : visitsTouched(db, gate, changed.from, changed.until);
    },
  },
  subject: visitSubject,
};

/** All others are shown by their own history alone, which views fold themselves. */
function kindOf(category: ShownCategory): SubjectKind {
  if (category.name === TRUCK_VISIT.name) return VISITS;
  const { name } = category;
  return {
    category,
    subject: ({ id, recorded, effective }): StreamSubject => ({ category: name, id, recorded, effective }),
  };
}

/** Some views, with all that is needed to keep them. */
export function catalogueOf(views: readonly BorderView[]): ViewCatalogue {
  return { views, kinds: SHOWN_CATEGORIES.map(kindOf) };
}

/** What every projector keeps and every server reads. */
export const CATALOGUE = catalogueOf(Object.values(registered));

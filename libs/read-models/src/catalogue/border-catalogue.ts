import {
  ALL_POLICIES,
  BORDER_GATE,
  POLICY_SET,
  SHOWN_CATEGORIES,
  TRUCK_VISIT,
  underPolicies,
} from '#libs/truck-flow';
import type { Gate, PolicySet, ShownCategory, Visit } from '#libs/truck-flow';
import type { Companion, SubjectKind, ViewCatalogue } from '#libs/projections';
import { changedTime } from '../subjects/gate-change';
import { changedRules } from '../subjects/policy-change';
import type { BorderView, StreamSubject } from '../subjects/subject';
import { gateNamedIn, visitSubject } from '../subjects/visit-subject';
import { visitSpan, visitsTouched, visitsUnderRule } from '../visit-facts/visit-span';
import * as registered from './registered-views';

/** An act of the gate changes what is shown of visits around its time. */
const GATE: Companion<Gate> = {
  category: BORDER_GATE.name,
  idNamedIn: gateNamedIn,
  index: visitSpan,
  touched(db, gate, { before, after }) {
    const changed = changedTime(before, after);
    return changed === undefined ? [] : visitsTouched(db, gate, changed.from, changed.until);
  },
};

/** So does a policy, however late it is recorded. */
const POLICIES: Companion<PolicySet> = {
  category: POLICY_SET.name,
  idNamedIn: () => ALL_POLICIES,
  index: visitSpan,
  touched(db, _all, { before, after }) {
    const visits = changedRules(before, after).flatMap((changed) => visitsUnderRule(db, changed));
    return [...new Set(visits)];
  },
};

/** A visit is shown with its gate and the policies in force at it. */
const VISITS: SubjectKind<Visit> = {
  category: TRUCK_VISIT,
  companions: [GATE, POLICIES] as readonly Companion[],
  subject: (stream, stateOf) => {
    const policies = stateOf(POLICIES, ALL_POLICIES);
    return visitSubject(stream, (code) => underPolicies(stateOf(GATE, code), policies));
  },
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

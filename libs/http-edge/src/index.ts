/* The HTTP edge, by folder: what controllers, queries and commands of an application use of it. */

export { createEdge } from './create-edge';
export type { ServerParts } from './create-edge';

export { SCOPES_IN_WORDS, accessInWords, rolesOf } from './access/access-in-words';
export { clientAddress } from './access/gatekeeper';
export { Reach } from './access/reach';
export type { Visible } from './access/reach';
export { AccessTable } from './access/route-access';
export type { RouteAccess, Scope, Scopes } from './access/route-access';

export { ClaimedCodes } from './auth/principal';
export type { Principal } from './auth/principal';
export { TokenVerifier } from './auth/token-verifier';

export { entityTagOf } from './commands/command-answer';
export type { AnsweredOnce, CommandAnswer } from './commands/command-answer';
export type { CommandSlice, StoredData } from './commands/command-slice';
export { bodiesOf, slicesOf, sourceOf } from './commands/slices';
export { Commands } from './commands/commands';
export type { CommandEnvelope } from './commands/commands';

export { LAST_EVENT_ID } from './context/command-headers';
export { AskedBy, Context, callerOf, tokenOf } from './context/context-decorators';
export type { Caller } from './context/context-decorators';
export { PathCode, PathText, PathUnjudgedUuid, PathUuid } from './context/path-parameters';
export { requestContext } from './context/request-context';
export type { RequestContext } from './context/request-context';

export { PAGE_POLICY, escapeHtml, plainPage } from './html/plain-page';

export { BODY_LIMIT } from './json/body-parser';
export { canonicalText } from './json/canonical-text';
export { parseStrictBytes } from './json/strict-json';

export type { ApiDescription } from './openapi/api-description';
export { DOCS_FILES } from './openapi/docs-page';
export { openApiDocument } from './openapi/document';
export { CommandPost, IDEMPOTENCY_KEY, Problems, QueryGet, StreamGet } from './openapi/route-decorators';
export { QueryPost } from './openapi/query-post';
export { AsOf, CommandAnswerSchema, WarningSchema } from './openapi/schemas';

export { AccessTrace, isRefusedLookUp } from './operations/access-trace';
export type { TracedObjects } from './operations/access-trace';

export type { Title } from './problem/edge-codes';
export { languageOf, problemCatalogue, problemDocument } from './problem/problem-document';
export type { CatalogueEntry, Language, Problem } from './problem/problem-document';
export { languageAsked } from './problem/problem-page';
export { problemOf } from './problem/problem-of';
export { Refusal } from './problem/refusal';
export type { RefusalCatalogue, RefusalKind } from './problem/refusal-catalogue';

export { boundCursor } from './queries/bound-cursor';
export { NotModified, isKnownTag } from './queries/conditional';
export { jsonCell } from './queries/csv';
export { requireTime } from './queries/event-time';
export type { EdgeViews } from './queries/edge-views';
export { dateRange } from './queries/date-range';
export type { DateRange } from './queries/date-range';
export { XLSX } from './queries/form';
export {
  after,
  at,
  code,
  cursor,
  days,
  flag,
  limit,
  localDate,
  numberWithin,
  oneOf,
  shortText,
  someOf,
  wholeLimit,
} from './queries/parameter';
export type { Parameter } from './queries/parameter';
export { QueryParameters } from './queries/query-parameters';
export type { Parameters } from './queries/query-parameters';
export { Reading } from './queries/reading';
export { stated } from './queries/stated';
export { nextPage } from './queries/table-answers';
export { Table, time } from './queries/table';
export type { Columns, Part, TablePage } from './queries/table';

export { Semaphore } from './server/semaphore';

export {
  IsAnyText,
  IsCount,
  IsCountByCode,
  IsCountOrNull,
  IsDescribedBy,
  IsLocalDate,
  IsMeasure,
  IsPosition,
  IsTextOrNull,
} from './validation/answer-fields';
export { ACTOR, COUNT, INSTANT, RANGE, TEXT, listOf, objectOf, orNull } from './validation/answer-schemas';
export { bodyValidator } from './validation/body-validator';
export type { BodyValidator } from './validation/body-validator';
export { schemaOf } from './validation/compile-schema';
export type { BodyClass } from './validation/compile-schema';
export {
  CORRECTED_DATA,
  CorrectionFields,
  withinCorrected,
  withinField,
} from './validation/correction-fields';
export { IsDate } from './validation/date-field';
export {
  CODE_PATTERN,
  FieldRule,
  IsAnyObject,
  IsCode,
  IsCountry,
  IsFlag,
  IsIdentifier,
  IsLogPosition,
  IsInstant,
  IsListOf,
  IsListWith,
  IsNested,
  IsNumberWithin,
  IsOneOf,
  IsText,
  IsTextAsRead,
  IsUuid,
  IsWholeNumber,
  MayBeAbsent,
  UUID_TEXT,
  field,
  pattern,
} from './validation/fields';
export type { JsonSchema } from './validation/fields';
export {
  JsonBody,
  bodyClassNamed,
  correctedBodies,
  documentShapes,
  reference,
  registerSchema,
} from './validation/json-body';
export { IDENTIFIER_PATTERN, isText } from './validation/text';
export { IsEndTimeOfDay, IsTimeOfDay } from './validation/time-of-day';
export { IsTimeZone } from './validation/time-zone-field';

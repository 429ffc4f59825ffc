import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { auditTrail } from '#libs/read-models';
import type { TrailEntry, TrailEvent } from '#libs/read-models';
import type { Reach } from '../http/access/reach';
import { scopeOf } from '../http/access/scope-of';
import { Refusal } from '../http/problem/refusal';
import { after, code, cursor, shortText, wholeLimit } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { stated } from '../http/queries/stated';
import { Table } from '../http/queries/table';
import type { Columns } from '../http/queries/table';

/** Evidence is read whole where it can be: without a limit as much as one answer may hold, as JSON and as CSV. */
export const TRAIL_PARAMETERS = {
  owner: shortText('Only the consignment of this owner', 64),
  gate: code('Only the consignment without an owner that came to this gate'),
  after,
  limit: wholeLimit,
  cursor,
};

/** An event of the trail, or a correction, as a row of its own. */
interface TrailRow extends TrailEvent {
  /** Id of the event that a correction corrects. */
  readonly corrects?: string;
}

const COLUMNS: Columns<TrailRow> = {
  visitId: (row) => row.visitId,
  eventId: (row) => row.eventId,
  corrects: (row) => row.corrects,
  type: (row) => row.type,
  eventTime: (row) => row.eventTime,
  recordTime: (row) => row.recordTime,
  place: (row) => row.place,
  actor: (row) => row.actor.sub,
  agency: (row) => row.actor.agency,
  role: (row) => row.role,
  device: (row) => row.device?.id,
  deviceSequence: (row) => row.device?.sequence,
  source: (row) => row.source,
  hash: (row) => row.hash,
  previousHash: (row) => row.previousHash,
  revision: (row) => row.revision,
  position: (row) => row.position,
  data: (row) => JSON.stringify(row.data),
};

/** As JSON corrections stand inside what they correct; as CSV they follow it, one row each. */
export class TrailTable extends Table<TrailEntry> {
  constructor(body: { readonly items: readonly TrailEntry[]; readonly nextCursor: string | null }) {
    super(body, COLUMNS, 'audit-trail');
  }

  override toCsv(): string {
    const items = this.body.items.flatMap((entry): TrailRow[] => [
      entry,
      ...entry.corrections.map((correction) => ({ ...correction, corrects: entry.eventId })),
    ]);
    return new Table({ items }, COLUMNS, this.fileName).toCsv();
  }
}

/** Every event of goods, followed over visits and vehicles. */
export class GetAuditTrailQuery extends Query<TrailTable> {
  constructor(
    readonly consignmentId: string,
    readonly parameters: Parameters<typeof TRAIL_PARAMETERS>,
    readonly reach: Reach,
  ) {
    super();
  }
}

@QueryHandler(GetAuditTrailQuery)
export class GetAuditTrailHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Refusal NOT_FOUND, also when nothing of the goods is within the caller's reach. */
  async execute({ consignmentId, parameters, reach }: GetAuditTrailQuery): Promise<TrailTable> {
    const { after: position, ...page } = parameters;
    const trail = await this.reading.read(position, ['consignments', 'truck-visits'], (db) => {
      const found = auditTrail(db, { consignmentId, scope: scopeOf(reach), ...stated(page) });
      if (found === undefined) throw new Refusal('NOT_FOUND', 'there is no such consignment');
      return found;
    });
    return new TrailTable(trail);
  }
}

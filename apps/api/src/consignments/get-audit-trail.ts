import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { auditTrail } from '#libs/read-models';
import type { Reach } from '../http/access/reach';
import { scopeOf } from '../http/access/scope-of';
import { Refusal } from '../http/problem/refusal';
import { after, code, cursor, flag, shortText, wholeLimit } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { stated } from '../http/queries/stated';
import { Table } from '../http/queries/table';
import type { Columns } from '../http/queries/table';
import { TrailProof } from './trail-proof';
import type { ProvenEntry, ProvenEvent } from './trail-proof';

/** Evidence is read whole where it can be: without a limit as much as one answer may hold, as JSON and as CSV. */
export const TRAIL_PARAMETERS = {
  owner: shortText('Only the consignment of this owner', 64),
  gate: code('Only the consignment without an owner that came to this gate'),
  after,
  limit: wholeLimit,
  cursor,
  proof: flag('Give each event with the text that its hash was made of (docs/audit-trail-proof.md)'),
};

/** An event of the trail, or a correction, as a row of its own. */
interface TrailRow extends ProvenEvent {
  /** Id of the event that a correction corrects. */
  readonly corrects?: string;
}

const PROOF: Columns<TrailRow> = { sealedText: (row) => row.sealedText };

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
export class TrailTable extends Table<ProvenEntry> {
  private readonly rowColumns: Columns<TrailRow>;

  constructor(
    body: { readonly items: readonly ProvenEntry[]; readonly nextCursor: string | null },
    proof: boolean,
  ) {
    const columns = proof ? { ...COLUMNS, ...PROOF } : COLUMNS;
    super(body, columns, 'audit-trail');
    this.rowColumns = columns;
  }

  override toCsv(): string {
    const items = this.body.items.flatMap((entry): TrailRow[] => [
      entry,
      ...entry.corrections.map((correction) => ({ ...correction, corrects: entry.eventId })),
    ]);
    return new Table({ items }, this.rowColumns, this.fileName).toCsv();
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
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(TrailProof) private readonly proof: TrailProof,
  ) {}

  /** @throws Refusal NOT_FOUND, also when nothing of the goods is within the caller's reach. */
  async execute({ consignmentId, parameters, reach }: GetAuditTrailQuery): Promise<TrailTable> {
    const { after: position, proof = false, ...page } = parameters;
    const trail = await this.reading.read(position, ['consignments', 'truck-visits'], (db) => {
      const found = auditTrail(db, { consignmentId, scope: scopeOf(reach), ...stated(page) });
      if (found === undefined) throw new Refusal('NOT_FOUND', 'there is no such consignment');
      return found;
    });
    const items = proof ? await this.proof.proven(trail.items) : trail.items;
    return new TrailTable({ ...trail, items }, proof);
  }
}

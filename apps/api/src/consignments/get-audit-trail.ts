/* Query: the audit trail of a consignment, with its proof. */

import type { DatabaseSync } from 'node:sqlite';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  code,
  cursor,
  flag,
  jsonCell,
  Refusal,
  shortText,
  stated,
  Table,
  time,
  wholeLimit,
} from '#libs/http-edge';
import type { Columns, Parameters, Part, Reach, TablePage } from '#libs/http-edge';
import { auditTrail } from '#libs/read-models';
import { scopeOf } from '../access/scope-of';
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
  readonly damaged?: true;
}

const COLUMNS: Columns<TrailRow> = {
  eventTime: time((row) => row.eventTime),
  type: (row) => row.type,
  place: (row) => row.place,
  actor: (row) => row.actor.sub,
  agency: (row) => row.actor.agency,
  role: (row) => row.role,
  device: (row) => row.device?.id,
  deviceSequence: (row) => row.device?.sequence,
  source: (row) => row.source,
  recordTime: time((row) => row.recordTime),
  visitId: (row) => row.visitId,
  eventId: (row) => row.eventId,
  corrects: (row) => row.corrects,
  revision: (row) => row.revision,
  position: (row) => row.position,
  hash: (row) => row.hash,
  previousHash: (row) => row.previousHash,
  data: (row) => jsonCell(row.data),
  damaged: ({ damaged = false }) => damaged,
};
const WITH_PROOF: Columns<TrailRow> = { ...COLUMNS, sealedText: (row) => row.sealedText };

/** Every event of goods, followed over visits and vehicles. */
export class GetAuditTrailQuery extends Query<Table<ProvenEntry, TrailRow>> {
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
  constructor(@Inject(TrailProof) private readonly proof: TrailProof) {}

  /** @throws Refusal NOT_FOUND, also when nothing of the goods is within the caller's reach. */
  execute({ consignmentId, parameters, reach }: GetAuditTrailQuery): Promise<Table<ProvenEntry, TrailRow>> {
    const { after, proof = false, limit, cursor, ...whose } = parameters;
    const listing = {
      after,
      views: ['consignments', 'truck-visits'],
      part: { limit, cursor },
      page: (db: DatabaseSync, part: Part): TablePage<ProvenEntry> => {
        const found = auditTrail(db, { consignmentId, scope: scopeOf(reach), ...stated(whose), ...part });
        if (found === undefined) throw new Refusal('NOT_FOUND', 'there is no such consignment');
        return found;
      },
      ...(proof
        ? {
            completed: async (page: TablePage<ProvenEntry>) => {
              return { ...page, items: await this.proof.proven(page.items) };
            },
          }
        : {}),
    };
    const columns = proof ? WITH_PROOF : COLUMNS;
    return Promise.resolve(new Table(listing, { columns, fileName: 'audit-trail', linesOf }));
  }
}

/** As JSON corrections are inside what they correct; in a table they follow it, one row each. */
function linesOf(entry: ProvenEntry): TrailRow[] {
  const damage = entry.damaged ? { damaged: entry.damaged } : {};
  const { eventId: corrects } = entry;
  return [entry, ...entry.corrections.map((correction) => ({ ...correction, corrects, ...damage }))];
}

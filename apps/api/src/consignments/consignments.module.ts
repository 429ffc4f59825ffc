import { Module } from '@nestjs/common';
import { ConsignmentsController } from './consignments.controller';
import { FindConsignmentsHandler } from './find-consignments';
import { GetAuditTrailHandler } from './get-audit-trail';
import { TrailProof } from './trail-proof';

@Module({
  controllers: [ConsignmentsController],
  providers: [TrailProof, FindConsignmentsHandler, GetAuditTrailHandler],
})
export class ConsignmentsModule {}

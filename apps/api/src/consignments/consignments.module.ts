import { Module } from '@nestjs/common';
import { ConsignmentsController } from './consignments.controller';
import { FindConsignmentsHandler } from './find-consignments';
import { GetAuditTrailHandler } from './get-audit-trail';

@Module({
  controllers: [ConsignmentsController],
  providers: [FindConsignmentsHandler, GetAuditTrailHandler],
})
export class ConsignmentsModule {}

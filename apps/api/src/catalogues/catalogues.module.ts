import { Module } from '@nestjs/common';
import { CataloguesController } from './catalogues.controller';
import { ListEventTypesHandler } from './list-event-types';
import { ListRejectionCodesHandler } from './list-rejection-codes';

@Module({
  controllers: [CataloguesController],
  providers: [ListEventTypesHandler, ListRejectionCodesHandler],
})
export class CataloguesModule {}

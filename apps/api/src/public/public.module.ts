import { Module } from '@nestjs/common';
import { GetPublicPositionHandler } from '../tickets/get-public-position';
import { PublicPositionsController } from '../tickets/public-positions.controller';
import { GetPublicBoardsHandler } from './get-public-boards';
import { RecentBoards } from './recent-boards';
import { PublicBoardsController } from './public-boards.controller';

@Module({
  controllers: [PublicBoardsController, PublicPositionsController],
  providers: [GetPublicBoardsHandler, GetPublicPositionHandler, RecentBoards],
})
export class PublicModule {}

import { Module } from '@nestjs/common';
import { GetPublicBoardsHandler } from './get-public-boards';
import { RecentBoards } from './recent-boards';
import { PublicBoardsController } from './public-boards.controller';

@Module({ controllers: [PublicBoardsController], providers: [GetPublicBoardsHandler, RecentBoards] })
export class PublicModule {}

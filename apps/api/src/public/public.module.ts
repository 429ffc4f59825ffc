import { Module } from '@nestjs/common';
import { GetPublicBoardsHandler } from './get-public-boards';
import { PublicBoardsController } from './public-boards.controller';

@Module({ controllers: [PublicBoardsController], providers: [GetPublicBoardsHandler] })
export class PublicModule {}

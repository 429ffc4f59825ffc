import { Module } from '@nestjs/common';
import { CorrectionsController } from './corrections.controller';
import { ListCorrectionsHandler } from './list-corrections';

@Module({ controllers: [CorrectionsController], providers: [ListCorrectionsHandler] })
export class CorrectionsModule {}

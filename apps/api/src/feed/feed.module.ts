import { Module } from '@nestjs/common';
import { FeedController } from './feed.controller';
import { ReadFeedHandler } from './read-feed';

@Module({ controllers: [FeedController], providers: [ReadFeedHandler] })
export class FeedModule {}

import { Module } from '@nestjs/common';
import { BoardFrames } from './board-frames';
import { BoardPublisher } from './board-publisher';
import { FollowGateBoardHandler } from './follow-gate-board';
import { GateBoardsController } from './gate-boards.controller';
import { GetDaysToClearHandler } from './get-days-to-clear';
import { GetDeviationsHandler } from './get-deviations';
import { GetDwellTimesHandler } from './get-dwell-times';
import { GetGateBoardsHandler } from './get-gate-boards';
import { GetGateQueueHandler } from './get-gate-queue';
import { GetNextCallsHandler } from './get-next-calls';
import { GetOvertakingsHandler } from './get-overtakings';
import { GetThroughputHandler } from './get-throughput';
import { OpenStreams } from './open-streams';
import { TokenLapses } from './token-lapses';
import { StreamPlaces } from './stream-places';

const HANDLERS = [
  GetGateBoardsHandler,
  GetGateQueueHandler,
  GetNextCallsHandler,
  GetDwellTimesHandler,
  GetThroughputHandler,
  GetDaysToClearHandler,
  GetDeviationsHandler,
  GetOvertakingsHandler,
  FollowGateBoardHandler,
];

@Module({
  controllers: [GateBoardsController],
  providers: [BoardFrames, BoardPublisher, OpenStreams, StreamPlaces, TokenLapses, ...HANDLERS],
})
export class GateBoardsModule {}

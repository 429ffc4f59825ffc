import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { ListenerSettings } from './listener-settings';
import { EnvironmentVariable } from './setting';

/** Where a server keeps its data, and what it is run for. */
export class ServerConfig extends ListenerSettings {
  @EnvironmentVariable('DATA_DIR', 'folder of the event store and the read models')
  @IsString()
  @Length(1, 4096)
  readonly dataDir: string = './data';

  @EnvironmentVariable(
    'DISK_ALARM_PERCENT',
    'free space of the disk of DATA_DIR below which it counts as low',
  )
  @IsInt()
  @Min(0)
  @Max(100)
  readonly diskAlarmPercent: number = 10;

  @EnvironmentVariable('DISK_STOP_PERCENT', 'free space below which the embedded store takes no more events')
  @IsInt()
  @Min(0)
  @Max(100)
  readonly diskStopPercent: number = 2;

  @EnvironmentVariable(
    'EVENTSTORE_URL',
    'EventStoreDB to keep the events in, esdb://… or esdb+discover://…; else in DATA_DIR',
  )
  @IsOptional()
  @Matches(/^esdb(\+discover)?:\/\/./, { message: 'must begin with esdb:// or esdb+discover://' })
  readonly eventStoreUrl?: string;

  @EnvironmentVariable('EVENTSTORE_USERNAME', 'user of EventStoreDB, when EVENTSTORE_URL names none')
  @IsOptional()
  @IsString()
  @Length(1, 512)
  readonly eventStoreUsername?: string;

  @EnvironmentVariable('EVENTSTORE_PASSWORD_FILE', 'file with the password of that user')
  @IsOptional()
  @IsString()
  readonly eventStorePasswordFile?: string;

  @EnvironmentVariable('NODE_ENV', 'development, test or production; production refuses the development key')
  @IsIn(['development', 'test', 'production'])
  readonly environment: string = 'development';

  @EnvironmentVariable('LOG_LEVEL', 'fatal, error, warn, info, debug, trace or silent')
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  readonly logLevel: string = 'info';
}

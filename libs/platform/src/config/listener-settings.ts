import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { EnvironmentVariable } from './setting';

const HOUR = 3600;

/** Where the server listens, and how much of itself it lets anybody take up. */
export class ListenerSettings {
  @EnvironmentVariable('PORT', 'TCP port to listen on; 0 takes any free one')
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly port: number = 3000;

  @EnvironmentVariable('HOST', 'address to listen on; 0.0.0.0 opens the server to the network')
  @IsString()
  @Length(1, 255)
  readonly host: string = '127.0.0.1';

  @EnvironmentVariable('MAX_CONNECTIONS', 'open connections; more are refused')
  @IsInt()
  @Min(1)
  readonly maxConnections: number = 10_000;

  @EnvironmentVariable(
    'CONNECTIONS_PER_ADDRESS',
    'open connections of one address, at most half of MAX_CONNECTIONS; no limit behind a trusted proxy',
  )
  @IsInt()
  @Min(1)
  readonly connectionsPerAddress: number = 500;

  @EnvironmentVariable('HEADERS_SECONDS', 'seconds that a client has for the headers of a request')
  @IsInt()
  @Min(1)
  @Max(600)
  readonly headersSeconds: number = 10;

  @EnvironmentVariable('BODY_SECONDS', 'seconds that a client has for the body of a command')
  @IsInt()
  @Min(1)
  @Max(600)
  readonly bodySeconds: number = 20;

  @EnvironmentVariable(
    'IMPORT_PATIENCE',
    'seconds that a line of an import waits for a store that does not answer, before it ends the import',
  )
  @IsInt()
  @Min(0)
  @Max(HOUR)
  readonly importPatience: number = 60;

  @EnvironmentVariable('DRAIN_SECONDS', 'time that requests in flight have to finish after SIGTERM')
  @IsInt()
  @Min(0)
  @Max(HOUR)
  readonly drainSeconds: number = 10;
}

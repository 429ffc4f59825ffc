/* Configuration: the settings of a process, read once from the environment. */
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { ServerConfig } from './server-config';
import { DECLARED, EnvironmentVariable } from './setting';
import type { DeclaredSetting } from './setting';

export interface Setting extends DeclaredSetting {
  readonly key: keyof Config;
}

/** All settings in the order they are declared; `--help` prints this table. */
export const SETTINGS = DECLARED as readonly Setting[];

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Everything that can be set from outside, with its default. Read once, by `readConfig`. */
export class Config extends ServerConfig {
  @EnvironmentVariable('TOKEN_ISSUER', 'issuer (iss) a token must name')
  @IsString()
  @Length(1, 512)
  readonly tokenIssuer: string = 'truckflow-development';

  @EnvironmentVariable('TOKEN_AUDIENCE', 'audience (aud) a token must name')
  @IsString()
  @Length(1, 512)
  readonly tokenAudience: string = 'truckflow';

  @EnvironmentVariable('JWKS_FILE', 'file with the public keys tokens are verified by (a JWK set)')
  @IsOptional()
  @IsString()
  readonly jwksFile?: string;

  @EnvironmentVariable('JWKS_URL', 'address of the public keys tokens are verified by; https only')
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true, require_tld: false })
  readonly jwksUrl?: string;

  @EnvironmentVariable('TOKEN_REVOCATIONS_FILE', 'file with the tokens that were taken back, by jti or sub')
  @IsOptional()
  @IsString()
  readonly tokenRevocationsFile?: string;

  @EnvironmentVariable(
    'SETTING_FILES_SECONDS',
    'seconds between two looks at JWKS_FILE, JWKS_URL and TOKEN_REVOCATIONS_FILE',
  )
  @IsInt()
  @Min(1)
  @Max(60)
  readonly settingFilesSeconds: number = 10;

  @EnvironmentVariable(
    'TOKEN_MAX_LIFETIME',
    'seconds from the issue (iat) of a token to its expiry (exp) at most; one that lives longer is refused',
  )
  @IsInt()
  @Min(60)
  @Max(30 * 24 * HOUR)
  readonly tokenMaxLifetime: number = 24 * HOUR;

  @EnvironmentVariable('PUBLIC_RATE_LIMIT', 'requests a minute one address may send to /public')
  @IsInt()
  @Min(1)
  readonly publicRateLimit: number = 60;

  @EnvironmentVariable(
    'PUBLIC_PAGE_RATE_LIMIT',
    'requests a minute one address may send to the page at /; a reader’s browser sends 12',
  )
  @IsInt()
  @Min(1)
  readonly publicPageRateLimit: number = 1_200;

  @EnvironmentVariable(
    'TICKET_RATE_LIMIT',
    'tickets a minute one address may look up; drivers at a gate often share the address of their network',
  )
  @IsInt()
  @Min(1)
  readonly ticketRateLimit: number = 120;

  @EnvironmentVariable(
    'TICKET_URL',
    'address that the QR of a ticket leads to, the code is put behind it; else the QR holds the code alone',
  )
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @Length(1, 200)
  readonly ticketUrl?: string;

  @EnvironmentVariable(
    'TOKEN_RATE_LIMIT',
    'requests a minute one token subject may send; imports are not counted',
  )
  @IsInt()
  @Min(1)
  readonly tokenRateLimit: number = 60_000;

  @EnvironmentVariable('BAD_TOKEN_RATE_LIMIT', 'tokens a minute that are not valid one address may send')
  @IsInt()
  @Min(1)
  readonly badTokenRateLimit: number = 60;

  @EnvironmentVariable(
    'TRUSTED_PROXY_HOPS',
    'proxies in front whose X-Forwarded-For is believed; 0 believes none',
  )
  @IsInt()
  @Min(0)
  @Max(8)
  readonly trustedProxyHops: number = 0;

  @EnvironmentVariable(
    'METRICS_ACCESS',
    'who reads /metrics without a token: loopback, this machine; direct, whoever came through no proxy',
  )
  @IsIn(['loopback', 'direct'])
  readonly metricsAccess: string = 'loopback';

  @EnvironmentVariable('STREAMS_PER_ADDRESS', 'server-sent event streams one address may hold open')
  @IsInt()
  @Min(1)
  readonly streamsPerAddress: number = 10;

  @EnvironmentVariable('STREAMS_PER_SUBJECT', 'server-sent event streams one token subject may hold open')
  @IsInt()
  @Min(1)
  readonly streamsPerSubject: number = 4;

  @EnvironmentVariable('STREAMS_TOTAL', 'server-sent event streams open at once; more are refused')
  @IsInt()
  @Min(1)
  readonly streamsTotal: number = 5_000;

  @EnvironmentVariable('STREAM_HEARTBEAT_SECONDS', 'seconds between the comments that keep a stream open')
  @IsInt()
  @Min(1)
  @Max(HOUR)
  readonly streamHeartbeatSeconds: number = 15;

  @EnvironmentVariable(
    'CORS_ORIGINS',
    'origins of web pages that may use the whole API, such as https://board.example, separated by commas',
  )
  @IsOptional()
  @Matches(/^https?:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?(,https?:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?)*$/)
  readonly corsOrigins?: string;

  @EnvironmentVariable(
    'CLOCK_AT',
    'time to set the clock of the border to at the start (RFC 3339), for demonstrations; refused in production',
  )
  @IsOptional()
  @IsRFC3339()
  readonly clockAt?: string;

  @EnvironmentVariable('CLOCK_SPEED', 'seconds that pass in a second on a clock that CLOCK_AT set')
  @IsNumber()
  @Min(0)
  @Max(DAY)
  readonly clockSpeed: number = 1;

  @EnvironmentVariable(
    'KAFKA_BROKERS',
    'brokers that events are published to, host:port separated by commas; without any nothing is published',
  )
  @IsOptional()
  @Matches(/^[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*$/)
  readonly kafkaBrokers?: string;

  @EnvironmentVariable('KAFKA_PARTITIONS', 'partitions of the topics that are made; never change it later')
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly kafkaPartitions: number = 12;

  @EnvironmentVariable('KAFKA_REPLICAS', 'copies of the topics that are made')
  @IsInt()
  @Min(1)
  @Max(10)
  readonly kafkaReplicas: number = 1;

  @EnvironmentVariable('KAFKA_TLS', 'on or off: whether the brokers are spoken to under TLS')
  @IsIn(['on', 'off'])
  readonly kafkaTls: string = 'off';

  @EnvironmentVariable(
    'PLAINTEXT_LINKS',
    'where production may speak to store and brokers without TLS: loopback, this machine; private, also a closed network',
  )
  @IsIn(['loopback', 'private'])
  readonly plaintextLinks: string = 'loopback';

  @EnvironmentVariable('KAFKA_USERNAME', 'user at the brokers, by SCRAM-SHA-512; only under TLS')
  @IsOptional()
  @IsString()
  readonly kafkaUsername?: string;

  @EnvironmentVariable('KAFKA_PASSWORD_FILE', 'file with the password of that user')
  @IsOptional()
  @IsString()
  readonly kafkaPasswordFile?: string;
}

import { Global, Module } from '@nestjs/common';
import type { DynamicModule, FactoryProvider } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Gatekeeper } from './access/gatekeeper';
import { RefusedTokens } from './access/refused-tokens';
import { AccessTable } from './access/route-access';
import { RouteTable } from './access/route-table';
import { TokenVerifier } from './auth/token-verifier';
import { Commands } from './commands/commands';
import { RouteCheck } from './commands/route-check';
import { API_DESCRIPTION } from './openapi/api-description';
import type { ApiDescription } from './openapi/api-description';
import { AccessTrace, TRACED_OBJECTS } from './operations/access-trace';
import type { TracedObjects } from './operations/access-trace';
import { MetricsController } from './operations/metrics.controller';
import { RequestRecord } from './operations/request-record';
import { ProblemFilter } from './problem/problem.filter';
import { REFUSAL_CATALOGUE } from './problem/refusal-catalogue';
import type { RefusalCatalogue } from './problem/refusal-catalogue';
import { EDGE_VIEWS } from './queries/edge-views';
import type { EdgeViews } from './queries/edge-views';
import { Reading } from './queries/reading';
import { StandingAnswers } from './queries/standing-answers';
import { TableAnswers } from './queries/table-answers';

/** What an application says of itself to the edge. */
export interface EdgeOptions {
  readonly access: AccessTable;
  readonly refusals: RefusalCatalogue;
  readonly description: ApiDescription;
  readonly traced: TracedObjects;
  /** Addresses that hold nothing of anybody: every web page may read them. */
  readonly openToAll: RegExp;
  /** How the views are had from what the modules of the server provide. */
  readonly views: Pick<FactoryProvider<EdgeViews>, 'inject' | 'useFactory'>;
}

/** The HTTP edge without any route of the domain: what is between a socket and a slice. */
@Global()
@Module({
  imports: [CqrsModule.forRoot(), DiscoveryModule],
  controllers: [MetricsController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    RouteTable,
    TokenVerifier,
    RefusedTokens,
    Gatekeeper,
    RequestRecord,
    AccessTrace,
    Commands,
    RouteCheck,
    Reading,
    StandingAnswers,
    TableAnswers,
  ],
  exports: [CqrsModule, RouteTable, TokenVerifier, AccessTrace, Commands, Reading],
})
export class EdgeModule {
  static with({ access, refusals, description, traced, views }: EdgeOptions): DynamicModule {
    const providers = [
      { provide: AccessTable, useValue: access },
      { provide: REFUSAL_CATALOGUE, useValue: refusals },
      { provide: API_DESCRIPTION, useValue: description },
      { provide: TRACED_OBJECTS, useValue: traced },
      { provide: EDGE_VIEWS, ...views },
    ];
    return { module: EdgeModule, providers };
  }
}

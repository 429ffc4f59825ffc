import { Module } from '@nestjs/common';
import { BorderGatesModule } from './border-gates/border-gates.module';
import { CataloguesModule } from './catalogues/catalogues.module';
import { ConsignmentsModule } from './consignments/consignments.module';
import { CorrectionsModule } from './corrections/corrections.module';
import { DedicatedDriversModule } from './dedicated-drivers/dedicated-drivers.module';
import { FeeAccountsModule } from './fee-accounts/fee-accounts.module';
import { FeeSimulationsModule } from './fee-simulations/fee-simulations.module';
import { FeedModule } from './feed/feed.module';
import { GateBoardsModule } from './gate-boards/gate-boards.module';
import { GateQueuesModule } from './gate-queues/gate-queues.module';
import { LegalBasesModule } from './legal-bases/legal-bases.module';
import { MeModule } from './me/me.module';
import { MovementImportsModule } from './movement-imports/movement-imports.module';
import { PoliciesModule } from './policies/policies.module';
import { PublicModule } from './public/public.module';
import { TariffsModule } from './tariffs/tariffs.module';
import { TruckVisitsModule } from './truck-visits/truck-visits.module';
import { YardsModule } from './yards/yards.module';

/** Every slice of the API. */
@Module({
  imports: [
    TruckVisitsModule,
    ConsignmentsModule,
    BorderGatesModule,
    YardsModule,
    DedicatedDriversModule,
    LegalBasesModule,
    PoliciesModule,
    TariffsModule,
    FeeAccountsModule,
    FeeSimulationsModule,
    MovementImportsModule,
    GateBoardsModule,
    GateQueuesModule,
    PublicModule,
    CorrectionsModule,
    FeedModule,
    CataloguesModule,
    MeModule,
  ],
})
export class ApiModule {}

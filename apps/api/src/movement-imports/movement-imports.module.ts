import { Module } from '@nestjs/common';
import { borderGateSlices } from '../border-gates/border-gates.module';
import { dedicatedDriverSlices } from '../dedicated-drivers/dedicated-drivers.module';
import { TruckVisitsModule, truckVisitSlices } from '../truck-visits/truck-visits.module';
import { yardSlices } from '../yards/yards.module';
import { LineCommands } from './line-commands';
import { MovementImportsController } from './movement-imports.controller';
import { NdjsonBodies } from './ndjson-bodies';

const SLICES = [...truckVisitSlices, ...borderGateSlices, ...yardSlices, ...dedicatedDriverSlices];

@Module({
  imports: [TruckVisitsModule],
  controllers: [MovementImportsController],
  providers: [NdjsonBodies, { provide: LineCommands, useValue: new LineCommands(SLICES) }],
})
export class MovementImportsModule {}

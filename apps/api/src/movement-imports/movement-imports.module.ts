import { Module } from '@nestjs/common';
import { AccessTrace, bodyValidator, Commands } from '#libs/http-edge';
import { Config, Drain } from '#libs/platform';
import { VisitRecorder } from '#libs/recording';
import { SLICES } from '../slices';
import { TruckVisitsModule } from '../truck-visits/truck-visits.module';
import { ImportCourse } from './import-course';
import { ImportLine } from './import-line';
import { LineCommands } from './line-commands';
import { MovementImportsController } from './movement-imports.controller';
import { NdjsonBodies } from './ndjson-bodies';
import { IMPORT_WORK } from './run-import';
import type { ImportWork } from './run-import';

type Injected = [Commands, VisitRecorder, AccessTrace, Config, Drain];

@Module({
  imports: [TruckVisitsModule],
  controllers: [MovementImportsController],
  providers: [
    NdjsonBodies,
    {
      provide: IMPORT_WORK,
      inject: [Commands, VisitRecorder, AccessTrace, Config, Drain],
      useFactory: (...[commands, visits, trace, { importPatience }, { signal }]: Injected): ImportWork => ({
        lines: new LineCommands(SLICES),
        commands,
        visits,
        validate: bodyValidator(ImportLine),
        trace,
        course: (gone) => new ImportCourse(importPatience, AbortSignal.any([signal, gone])),
      }),
    },
  ],
})
export class MovementImportsModule {}

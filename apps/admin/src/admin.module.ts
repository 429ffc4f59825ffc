import { Module } from '@nestjs/common';
import { CLOCK, Config, readToolConfig, systemClock } from '#libs/platform/settings';
import { AcceptDamageCommand } from './accept-damage';
import { BackupCommand } from './backup';
import { CommandLine } from './command-line';
import { ExportCommand } from './export';
import { ImportCommand } from './import';
import { MigrateStoreCommand } from './migrate-store';
import { RebuildCommand } from './rebuild';
import { RestoreCommand } from './restore';
import { VerifyCommand } from './verify';

/** The commands, over the settings of the environment. */
@Module({
  providers: [
    { provide: Config, useFactory: () => readToolConfig(process.env) },
    { provide: CLOCK, useValue: systemClock },
    CommandLine,
    VerifyCommand,
    AcceptDamageCommand,
    RebuildCommand,
    BackupCommand,
    RestoreCommand,
    ExportCommand,
    ImportCommand,
    MigrateStoreCommand,
  ],
})
export class AdminModule {}

import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';

/** What is used of the parser, which belongs to nest-commander. */
interface Parser {
  readonly commands: readonly Parser[];
  name(name: string): unknown;
  exitOverride(end: (error: Error) => never): unknown;
  allowExcessArguments(allowed: boolean): unknown;
}

/** How the parser ends: after help, or with what is wrong with the command line. */
export interface ParserEnd extends Error {
  readonly code: string;
  readonly exitCode: number;
}

/**
 * Makes the parser and each of its commands throw instead of ending the process with a code of its own, and refuse
 * arguments that they would ignore: `backup a b` would write one file, perhaps not the one that was meant.
 */
@Injectable()
export class CommandLine implements OnApplicationBootstrap {
  constructor(@InjectCommander() private readonly parser: Parser) {}

  onApplicationBootstrap(): void {
    this.parser.name('truckflow-admin');
    for (const parser of [this.parser, ...this.parser.commands]) {
      parser.exitOverride((error) => {
        throw error;
      });
    }
    for (const command of this.parser.commands) command.allowExcessArguments(false);
  }
}

export function isParserEnd(error: Error): error is ParserEnd {
  return 'code' in error && 'exitCode' in error && String(error.code).startsWith('commander.');
}

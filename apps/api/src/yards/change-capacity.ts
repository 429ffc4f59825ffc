import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsInstant, IsNested, IsOneOf, IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { YardRecorder } from '#libs/recording';
import type { Tenure } from '#libs/truck-flow';
import { CapacityFields, TENURES } from './yard-fields';

/** Capacity and tenure of a yard change: it grows, is withdrawn, is requisitioned (Y-07). */
export class CapacityBody {
  @IsInstant()
  readonly at!: string;

  @IsNested(() => CapacityFields)
  readonly capacity!: CapacityFields;

  @IsOneOf(TENURES)
  readonly tenure!: Tenure;

  /** Exclusive: after it holds again what held before. */
  @MayBeAbsent()
  @IsInstant()
  readonly until?: string;

  @MayBeAbsent()
  @IsText(200)
  readonly legalBasis?: string;
}

export class ChangeCapacityCommand extends Command<Transacted> {
  constructor(
    readonly yard: string,
    readonly body: CapacityBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeCapacityCommand)
export class ChangeCapacityHandler {
  constructor(@Inject(YardRecorder) private readonly recorder: YardRecorder) {}

  execute({ yard, body, context }: ChangeCapacityCommand): Promise<Transacted> {
    return this.recorder.changeCapacity(yard, body, context);
  }
}

export const yardCapacity: CommandSlice<CapacityBody> = {
  path: 'yards/capacity',
  summary: 'Change capacity and tenure',
  body: CapacityBody,
  example: { at: '2021-12-25T06:40:00+07:00', capacity: { min: 600, max: 800 }, tenure: 'TEMPORARY' },
  command: ChangeCapacityCommand,
  handler: ChangeCapacityHandler,
  stores: { type: 'yard.YardCapacityChanged.v1' },
  envelope: (yard, body, context) => new ChangeCapacityCommand(yard, body, context),
};

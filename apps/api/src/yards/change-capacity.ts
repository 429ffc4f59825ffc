import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsInstant, IsNested, IsOneOf } from '#libs/http-edge';
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
  body: CapacityBody,
  envelope: (yard, body, context) => new ChangeCapacityCommand(yard, body, context),
};

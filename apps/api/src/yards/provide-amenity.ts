import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsInstant, IsOneOf, IsText, IsWholeNumber, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { YardRecorder } from '#libs/recording';
import type { AmenityKind } from '#libs/truck-flow';
import { AMENITY_KINDS } from './yard-fields';

/** Support that is no money: water, meals, rides (D-16). */
export class AmenityBody {
  @IsInstant()
  readonly at!: string;

  @IsOneOf(AMENITY_KINDS)
  readonly kind!: AmenityKind;

  /** Bottles, meals, rides or pieces. */
  @IsWholeNumber(1, 1_000_000)
  readonly quantity!: number;

  @MayBeAbsent()
  @IsText(200)
  readonly legalBasis?: string;
}

export class ProvideAmenityCommand extends Command<Transacted> {
  constructor(
    readonly yard: string,
    readonly body: AmenityBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ProvideAmenityCommand)
export class ProvideAmenityHandler {
  constructor(@Inject(YardRecorder) private readonly recorder: YardRecorder) {}

  execute({ yard, body, context }: ProvideAmenityCommand): Promise<Transacted> {
    return this.recorder.provideAmenity(yard, body, context);
  }
}

export const yardAmenity: CommandSlice<AmenityBody> = {
  path: 'yards/amenity',
  summary: 'Record support that was given out in a yard',
  body: AmenityBody,
  example: { at: '2021-12-25T06:40:00+07:00', kind: 'MEAL', quantity: 300 },
  command: ProvideAmenityCommand,
  handler: ProvideAmenityHandler,
  stores: { type: 'yard.AmenityProvided.v1' },
  envelope: (yard, body, context) => new ProvideAmenityCommand(yard, body, context),
};

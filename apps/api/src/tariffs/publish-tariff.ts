import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsInstant } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { TariffRecorder } from '#libs/recording';
import { TARIFF_PUBLISHED } from '#libs/truck-flow';
import { TariffFields } from './tariff-fields';

/** A price is published; `at`: when it was decided. */
export class TariffBody extends TariffFields {
  @IsInstant()
  readonly at!: string;
}

export class PublishTariffCommand extends Command<Transacted> {
  constructor(
    readonly body: TariffBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(PublishTariffCommand)
export class PublishTariffHandler {
  constructor(@Inject(TariffRecorder) private readonly tariffs: TariffRecorder) {}

  execute({ body, context }: PublishTariffCommand): Promise<Transacted> {
    return this.tariffs.publish(body, context);
  }
}

export const tariffPublication: CommandSlice<TariffBody> = {
  path: 'tariffs',
  summary: 'Publish a tariff',
  status: 201,
  body: TariffBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    tariff: 'PARKING_2515',
    kind: 'PARKING',
    gates: ['TAN_THANH'],
    legalBasis: '2515/QĐ-UBND',
    effectiveFrom: '2021-12-25T00:00:00+07:00',
    until: '2022-04-01T00:00:00+07:00',
    basePrice: 150_000,
    tiers: [
      { fromDayNight: 1, toDayNight: 2, payPercent: 80 },
      { fromDayNight: 3, toDayNight: 10, payPercent: 50 },
      { fromDayNight: 11, payPercent: 30 },
    ],
    cap: { amount: 87_000, minPayloadTonnes: 18, zone: 'NON_TARIFF_ZONE' },
  },
  command: PublishTariffCommand,
  handler: PublishTariffHandler,
  stores: { type: TARIFF_PUBLISHED },
  envelope: (_id, body, context) => new PublishTariffCommand(body, context),
};

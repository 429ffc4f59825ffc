import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsInstant, IsOneOf, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { YardRecorder } from '#libs/recording';
import type { YardKind, YardZone } from '#libs/truck-flow';
import { IsCommodityScope, IsOperator, YARD_KINDS, YARD_ZONES } from './yard-fields';

/** What a yard is for, where it lies and who runs it, whole (Y-01, Y-06, Y-08, Y-09, G-21). */
export class ClassificationBody {
  @IsInstant()
  readonly at!: string;

  @IsOneOf(YARD_KINDS)
  readonly kind!: YardKind;

  @IsOneOf(YARD_ZONES)
  readonly zone!: YardZone;

  @IsOperator()
  readonly operator!: string;

  @MayBeAbsent()
  @IsCommodityScope()
  readonly commodityScope?: string[];
}

export class ClassifyYardCommand extends Command<Transacted> {
  constructor(
    readonly yard: string,
    readonly body: ClassificationBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(ClassifyYardCommand)
export class ClassifyYardHandler {
  constructor(@Inject(YardRecorder) private readonly recorder: YardRecorder) {}

  execute({ yard, body, context }: ClassifyYardCommand): Promise<Transacted> {
    return this.recorder.classify(yard, body, context);
  }
}

export const yardClassification: CommandSlice<ClassificationBody> = {
  path: 'yards/classification',
  summary: 'Say what a yard is for and who runs it',
  body: ClassificationBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    kind: 'TRANSFER_YARD',
    zone: 'ORDINARY',
    operator: 'XUAN_CUONG',
    commodityScope: ['FRESH_PRODUCE'],
  },
  command: ClassifyYardCommand,
  handler: ClassifyYardHandler,
  stores: { type: 'yard.YardClassified.v1' },
  envelope: (yard, body, context) => new ClassifyYardCommand(yard, body, context),
};

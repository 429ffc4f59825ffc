/* Slice of the arrival: body, command and handler. */

import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import {
  IsCode,
  IsFlag,
  IsIdentifier,
  IsListOf,
  IsNested,
  IsNumberWithin,
  IsOneOf,
  IsUuid,
  MayBeAbsent,
} from '#libs/http-edge';
import type { AnsweredOnce, CommandSlice, RequestContext } from '#libs/http-edge';
import { derivedId, VisitRecorder } from '#libs/recording';
import { BODY_TYPES, CARGO_CLASSES, TRADE_FORMS } from './goods-classes';
import { TicketedAnswer } from '../tickets/ticket';
import { TicketOffice } from '../tickets/ticket-office';
import type { FeeClass } from '#libs/truck-flow';
import { ContainerRef, IsContainers, ObservableStepFields, PlatedVehicle } from './step-fields';
import { storedStep, TICKET } from './stored-step';

const FEE_CLASSES: readonly FeeClass[] = [
  'IMPORT_EXPORT',
  'TEMP_IMPORT_REEXPORT',
  'TEMP_EXPORT_REIMPORT',
  'MERCHANTING',
  'BONDED_EXPORT',
  'TRANSIT',
  'PORT_TRANSFER',
  'THIRD_COUNTRY',
  'TRANSLOAD',
];

/** Which fees goods pay (FEE-02…FEE-04). */
export const IsFeeClass = (): PropertyDecorator => IsOneOf(FEE_CLASSES);

/** Goods of one consignment, as declared at the arrival. */
export class ConsignmentFields {
  @IsIdentifier()
  readonly consignmentId!: string;

  @IsOneOf(CARGO_CLASSES)
  readonly cargoClass!: string;

  @MayBeAbsent()
  @IsCode()
  readonly commodity?: string;

  @MayBeAbsent()
  @IsIdentifier(10)
  readonly originProvince?: string;

  @MayBeAbsent()
  @IsIdentifier()
  readonly owner?: string;

  @MayBeAbsent()
  @IsOneOf(TRADE_FORMS)
  readonly tradeForm?: string;

  @MayBeAbsent()
  @IsIdentifier()
  readonly contractRef?: string;

  @MayBeAbsent()
  @IsFlag()
  readonly buyerKnown?: boolean;

  /** Absent: `IMPORT_EXPORT`. */
  @MayBeAbsent()
  @IsFeeClass()
  readonly feeClass?: FeeClass;
}

/**
 * The truck has arrived: a visit begins. `containers` are one or two; the first is `container`, which may be named beside
 * them or in their place (`CONTAINERS_DISAGREE`).
 */
export class ArrivalBody extends ObservableStepFields {
  @MayBeAbsent()
  @IsUuid()
  readonly visitId?: string;

  @MayBeAbsent()
  @IsUuid()
  readonly previousVisitId?: string;

  @IsCode()
  readonly gate!: string;

  /** The authority that lets the truck into the yard of `place` although it may be full. */
  @MayBeAbsent()
  @IsIdentifier(40)
  readonly approvedBy?: string;

  @IsOneOf(['EXPORT', 'IMPORT'])
  readonly direction!: string;

  @IsNested(() => PlatedVehicle)
  readonly tractor!: PlatedVehicle;

  @MayBeAbsent()
  @IsNested(() => PlatedVehicle)
  readonly trailer?: PlatedVehicle;

  @MayBeAbsent()
  @IsNested(() => ContainerRef)
  readonly container?: ContainerRef;

  @MayBeAbsent()
  @IsContainers()
  readonly containers?: ContainerRef[];

  @IsOneOf(BODY_TYPES)
  readonly bodyType!: string;

  @MayBeAbsent()
  @IsNumberWithin(0, 200)
  readonly payloadTonnes?: number;

  @MayBeAbsent()
  @IsIdentifier()
  readonly driver?: string;

  @MayBeAbsent()
  @IsIdentifier()
  readonly carrier?: string;

  @IsListOf(() => ConsignmentFields, 1, 50)
  readonly consignments!: ConsignmentFields[];
}

export class RecordArrivalCommand extends Command<AnsweredOnce> {
  constructor(
    readonly body: ArrivalBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RecordArrivalCommand)
export class RecordArrivalHandler {
  constructor(
    @Inject(VisitRecorder) private readonly visits: VisitRecorder,
    @Inject(TicketOffice) private readonly tickets: TicketOffice,
  ) {}

  /**
   * A visit's id is the client's, else derived from the command, so that a repetition names the same visit. Nobody
   * at the gate is there to be given a ticket for what is imported.
   */
  execute({ body, context }: RecordArrivalCommand): Promise<AnsweredOnce> {
    const visitId = body.visitId ?? derivedId(context.command);
    const report = { step: 'arrival' as const, visitId, body };
    if (context.command.source === 'IMPORT') return this.visits.recordArrival(report, context);
    return this.tickets.issue((ticketHash) => this.visits.recordArrival({ ...report, ticketHash }, context));
  }
}

export const arrival: CommandSlice<ArrivalBody> = {
  path: 'truck-visits',
  summary: 'A truck has arrived: a visit begins',
  status: 201,
  body: ArrivalBody,
  answer: TicketedAnswer,
  example: {
    gate: 'HUU_NGHI',
    direction: 'EXPORT',
    at: '2021-12-25T06:40:00+07:00',
    tractor: { plate: '12C-045.67' },
    trailer: { plate: '12R-001.23' },
    container: { number: 'CSQU3054383' },
    bodyType: 'REEFER_CONTAINER',
    carrier: 'LANG_SON_TRANSPORT',
    consignments: [{ consignmentId: 'jackfruit-1', cargoClass: 'FRESH_PRODUCE', owner: 'LONGAN_FRUIT' }],
  },
  command: RecordArrivalCommand,
  handler: RecordArrivalHandler,
  stores: storedStep(
    'arrival',
    {
      direction: { const: 'EXPORT' },
      yardOfPlace: {
        type: 'string',
        description: 'the same as place, when the truck stands in that yard from then on',
      },
      ...TICKET,
    },
    ['visitId'],
  ),
  envelope: (_id, body, context) => new RecordArrivalCommand(body, context),
};

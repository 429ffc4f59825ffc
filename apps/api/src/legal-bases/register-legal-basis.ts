import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsDate, IsIdentifier, IsInstant, IsText, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { LegalBasisRecorder } from '#libs/recording';
import { LEGAL_BASIS_REGISTERED } from '#libs/truck-flow';

/** The number by which a legal basis is named everywhere. */
export const IsLegalBasisNumber = (): PropertyDecorator => IsIdentifier(100);

/** A decision, circular or letter. `validFrom` and `validTo` are the first and the last day on which it is in force. */
export class LegalBasisBody {
  @IsInstant()
  readonly at!: string;

  @IsLegalBasisNumber()
  readonly number!: string;

  @IsDate()
  readonly date!: string;

  @IsText(200)
  readonly issuer!: string;

  @IsText(500)
  readonly title!: string;

  @IsDate()
  readonly validFrom!: string;

  @MayBeAbsent()
  @IsDate()
  readonly validTo?: string;
}

export class RegisterLegalBasisCommand extends Command<Transacted> {
  constructor(
    readonly body: LegalBasisBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RegisterLegalBasisCommand)
export class RegisterLegalBasisHandler {
  constructor(@Inject(LegalBasisRecorder) private readonly bases: LegalBasisRecorder) {}

  execute({ body, context }: RegisterLegalBasisCommand): Promise<Transacted> {
    return this.bases.register(body, context);
  }
}

export const legalBasisRegistration: CommandSlice<LegalBasisBody> = {
  path: 'legal-bases',
  summary: 'Register a legal basis',
  status: 201,
  body: LegalBasisBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    number: '77/QĐ-MAU',
    date: '2021-12-20',
    issuer: 'UBND tỉnh Mẫu',
    title: 'Thứ tự gọi xe tại cửa khẩu',
    validFrom: '2021-12-20',
  },
  command: RegisterLegalBasisCommand,
  handler: RegisterLegalBasisHandler,
  stores: { type: LEGAL_BASIS_REGISTERED },
  envelope: (_id, body, context) => new RegisterLegalBasisCommand(body, context),
};

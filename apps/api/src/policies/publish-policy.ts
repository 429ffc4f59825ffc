import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { documentShapes, IsAnyObject, IsCode, IsInstant, IsOneOf, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { PolicyRecorder } from '#libs/recording';
import { POLICY_PUBLISHED } from '#libs/truck-flow';
import type { PolicyKind, PolicyTold } from '#libs/truck-flow';
import { IsLegalBasisNumber } from '../legal-bases/register-legal-basis';
import { readValues, VALUES } from './policy-values';

export const KINDS = Object.keys(VALUES) as readonly PolicyKind[];

/**
 * A rule of a gate, or of all gates where none is named, in force from `effectiveFrom` on. Published again under its
 * code with a later beginning it has a next version. Of one kind and scope a later policy ends the one before it.
 */
export class PolicyBody {
  @IsInstant()
  readonly at!: string;

  @IsCode()
  readonly policy!: string;

  @IsOneOf(KINDS)
  readonly kind!: PolicyKind;

  @MayBeAbsent()
  @IsCode()
  readonly gate?: string;

  @IsInstant()
  readonly effectiveFrom!: string;

  @MayBeAbsent()
  @IsInstant()
  readonly until?: string;

  @IsLegalBasisNumber()
  readonly legalBasis!: string;

  @IsAnyObject()
  readonly values!: object;
}

documentShapes(PolicyBody, {
  name: 'values',
  description: 'What the rule says, by its kind',
  shapes: Object.values(VALUES),
});

export class PublishPolicyCommand extends Command<Transacted> {
  constructor(
    readonly body: PolicyTold & { readonly at: string },
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(PublishPolicyCommand)
export class PublishPolicyHandler {
  constructor(@Inject(PolicyRecorder) private readonly policies: PolicyRecorder) {}

  execute({ body, context }: PublishPolicyCommand): Promise<Transacted> {
    return this.policies.publish(body, context);
  }
}

/** @throws Refusal with pointers into `values`. */
function withValues(body: Omit<PolicyTold, 'values'> & Pick<PolicyBody, 'at' | 'values'>) {
  return { ...body, values: readValues(body.kind, body.values) };
}

export const policyPublication: CommandSlice<PolicyBody> = {
  path: 'policies',
  summary: 'Publish a policy',
  status: 201,
  body: PolicyBody,
  example: {
    at: '2021-12-25T06:40:00+07:00',
    policy: 'CALLS',
    kind: 'CALL',
    effectiveFrom: '2021-12-26T00:00:00+07:00',
    legalBasis: '128/NQ-CP',
    values: { missed: 'END_OF_CLASS', deadlineMinutes: 60 },
  },
  command: PublishPolicyCommand,
  handler: PublishPolicyHandler,
  stores: {
    type: POLICY_PUBLISHED,
    adds: { version: { type: 'integer', minimum: 1 } },
    alwaysAdds: ['version'],
  },
  envelope: (_id, body, context) => new PublishPolicyCommand(withValues(body), context),
};

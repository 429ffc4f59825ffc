import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { Transacted } from '#libs/event-sourcing';
import { IsInstant, MayBeAbsent } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { PolicyRecorder } from '#libs/recording';
import { POLICY_WITHDRAWN } from '#libs/truck-flow';

/** A policy, with every version so far, is in force no longer: from `effectiveFrom` on, by default from `at` on. */
export class PolicyWithdrawalBody {
  @IsInstant()
  readonly at!: string;

  @MayBeAbsent()
  @IsInstant()
  readonly effectiveFrom?: string;
}

export class WithdrawPolicyCommand extends Command<Transacted> {
  constructor(
    readonly policy: string,
    readonly body: PolicyWithdrawalBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(WithdrawPolicyCommand)
export class WithdrawPolicyHandler {
  constructor(@Inject(PolicyRecorder) private readonly policies: PolicyRecorder) {}

  execute({ policy, body, context }: WithdrawPolicyCommand): Promise<Transacted> {
    return this.policies.withdraw(policy, body, context);
  }
}

export const policyWithdrawal: CommandSlice<PolicyWithdrawalBody> = {
  path: 'policies/withdrawal',
  summary: 'Withdraw a policy',
  body: PolicyWithdrawalBody,
  example: { at: '2021-12-25T06:40:00+07:00', effectiveFrom: '2022-01-10T00:00:00+07:00' },
  command: WithdrawPolicyCommand,
  handler: WithdrawPolicyHandler,
  stores: {
    type: POLICY_WITHDRAWN,
    adds: {
      policy: { type: 'string' },
      gate: { type: 'string' },
      version: { type: 'integer', minimum: 1, description: 'the last version that it ends' },
    },
    alwaysAdds: ['policy', 'version', 'effectiveFrom'],
  },
  envelope: (policy, body, context) => new WithdrawPolicyCommand(policy, body, context),
};

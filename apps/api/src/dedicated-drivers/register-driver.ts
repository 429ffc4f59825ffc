import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { FoldedStreams, transact } from '#libs/event-sourcing';
import type { EventStore, Transacted } from '#libs/event-sourcing';
import { IsCode, IsDriverCode, IsIdentifier, IsInstant } from '#libs/http-edge';
import type { CommandSlice, RequestContext } from '#libs/http-edge';
import { EVENT_STORE } from '#libs/platform';
import { Rejection, borderGate, dedicatedDriver, foldGate } from '#libs/truck-flow';
import type { Gate, RegisterDriver } from '#libs/truck-flow';

/** A dedicated driver joins a pool at a gate (D-02, D-03). A code, never a name. */
export class DriverRegistrationBody {
  @IsInstant()
  readonly at!: string;

  @IsDriverCode()
  readonly driverCode!: string;

  @IsIdentifier()
  readonly pool!: string;

  @IsCode()
  readonly gate!: string;
}

export class RegisterDriverCommand extends Command<Transacted> {
  constructor(
    readonly body: DriverRegistrationBody,
    readonly context: RequestContext,
  ) {
    super();
  }
}

@CommandHandler(RegisterDriverCommand)
export class RegisterDriverHandler {
  private readonly gates: FoldedStreams<Gate>;

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {
    this.gates = new FoldedStreams(store, borderGate, foldGate);
  }

  async execute({
    body: { at, ...data },
    context: { reach, command: context },
  }: RegisterDriverCommand): Promise<Transacted> {
    if (!reach.gate(data.gate) || (await this.gates.read(data.gate)).state.registered === undefined) {
      throw new Rejection('GATE_NOT_FOUND', 'there is no such gate');
    }
    const command: RegisterDriver = { kind: 'register', at, data };
    return transact(this.store, dedicatedDriver, { id: data.driverCode, prepare: () => command, context });
  }
}

export const driverRegistration: CommandSlice<DriverRegistrationBody> = {
  path: 'dedicated-drivers',
  body: DriverRegistrationBody,
  envelope: (_id, body, context) => new RegisterDriverCommand(body, context),
};

import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerReadableStream, ServerUnaryCall } from '@grpc/grpc-js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import type { Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq } from '@eventstore/db-client/generated/streams_pb';
import type { AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { FakeLog } from './fake-log';
import type { LogOptions, Proposed } from './fake-log';
import { Faults } from './faults';
import type { Fault } from './faults';
import { answerRead } from './reading';
import type { PacedAnswers, ReadCall } from './reading';
import { answerSubscription } from './subscribing';
import { appendAnswer, expectedOf, failureOf, proposedOf, serviceError, streamNameOf } from './wire';

export interface FakeServerOptions extends LogOptions {
  /** 0 takes any free one. */
  readonly port?: number;
  readonly version?: string;
  /** Markers out of turn, after events and at the end of the log. */
  readonly randomMarker?: () => boolean;
  /** An existing log: the server is started again, or a second node serves the same events. */
  readonly log?: FakeLog;
}

const RECENT = '24.10.6';
const NOT_SCRIPTED = serviceError(status.UNIMPLEMENTED, 'the fake does not do this');

/** EventStoreDB as a client sees it: real gRPC on loopback, the server's rules, and faults on request. */
export class FakeEventStore {
  readonly faults = new Faults();
  /** Appends without a revision, and calls of the batch path: what an adapter must never do. */
  readonly violations: string[] = [];
  /** Every subscription there was, with how many events were written to it. */
  readonly subscriptions: PacedAnswers[] = [];
  private readonly server = new Server();
  private waiting: (() => void)[] = [];

  private constructor(
    readonly log: FakeLog,
    private readonly options: FakeServerOptions,
  ) {
    this.server.addService(StreamsService, {
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) => {
        this.append(call, answer);
      },
      read: (call: ReadCall) => {
        void this.read(call);
      },
      batchAppend: (call: ReadCall) => {
        this.violations.push('batchAppend');
        call.emit('error', NOT_SCRIPTED);
      },
      delete: refuse,
      tombstone: refuse,
    });
    this.server.addService(ServerFeaturesService, {
      getSupportedMethods: (
        _call: ServerUnaryCall<Empty, SupportedMethods>,
        answer: sendUnaryData<SupportedMethods>,
      ) => {
        this.features(answer);
      },
    });
  }

  private bound = 0;

  static async start(options: FakeServerOptions = {}): Promise<FakeEventStore> {
    const fake = new FakeEventStore(options.log ?? new FakeLog(options), options);
    fake.bound = await new Promise<number>((resolve, reject) => {
      const address = `127.0.0.1:${options.port ?? 0}`;
      fake.server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    return fake;
  }

  get port(): number {
    return this.bound;
  }

  /** Connection string. */
  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Cuts every connection, as the end of the process does. Safe to call twice. */
  stop(): void {
    this.server.forceShutdown();
    this.wake();
  }

  private append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void {
    const events: Proposed[] = [];
    let options = new AppendReq.Options();
    call.on('data', (request: AppendReq) => {
      options = request.getOptions() ?? options;
      const message = request.getProposedMessage();
      if (message !== undefined) events.push(proposedOf(message));
    });
    call.on('end', () => {
      // A caller that died in the middle of its request has asked for nothing.
      if (call.cancelled) return;
      this.answerAppend(options, events, answer);
    });
  }

  private answerAppend(
    options: AppendReq.Options,
    events: readonly Proposed[],
    answer: sendUnaryData<AppendResp>,
  ): void {
    const fault = this.faults.meet('append');
    if (isRefused(fault)) {
      answer(failureOf(fault));
      return;
    }
    if (fault?.kind === 'hang' && !fault.isDone) return;
    const done = this.carryOut(options, events);
    if (fault?.kind === 'loseAnswer') answer(failureOf(fault));
    else if (fault === undefined) answer(null, done);
  }

  private carryOut(options: AppendReq.Options, events: readonly Proposed[]): AppendResp {
    const stream = streamNameOf(options.getStreamIdentifier());
    const expected = expectedOf(options);
    if (expected === 'any' || expected === 'streamExists') this.violations.push(`${expected} on ${stream}`);
    const outcome = this.log.append(stream, events, expected);
    if (outcome.kind === 'success' && !outcome.isRepeat) this.wake();
    return appendAnswer(outcome, expected);
  }

  private async read(call: ReadCall): Promise<void> {
    const isSubscription = call.request.getOptions()?.hasSubscription() === true;
    if (!isSubscription) {
      await answerRead(this.log, call, this.faults.meet('read'));
      return;
    }
    const { randomMarker } = this.options;
    const opened = this.subscriptions;
    const subscribed = { log: this.log, nextAppend: () => this.nextAppend(), randomMarker, opened };
    await answerSubscription(subscribed, call, this.faults.meet('subscribe'));
  }

  private features(answer: sendUnaryData<SupportedMethods>): void {
    const fault = this.faults.meet('features');
    if (fault?.kind === 'hang') return;
    if (fault !== undefined && fault.kind !== 'breakOff') answer(failureOf(fault));
    else answer(null, new SupportedMethods().setEventStoreServerVersion(this.options.version ?? RECENT));
  }

  private nextAppend(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** Before anything is done. */
function isRefused(fault: Fault | undefined): fault is Extract<Fault, { kind: 'fail' | 'notLeader' }> {
  return fault?.kind === 'fail' || fault?.kind === 'notLeader';
}

function refuse(_call: unknown, answer: sendUnaryData<never>): void {
  answer(NOT_SCRIPTED);
}

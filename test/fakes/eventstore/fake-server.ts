/* Fake of EventStoreDB as a client sees it: real gRPC on loopback, the server's rules, and faults on request. */
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { Metadata, sendUnaryData, ServerUnaryCall, ServiceError } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import type { Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type {
  AppendResp,
  DeleteReq,
  DeleteResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import { answerDelete, answerTombstone, denied, unauthenticated } from './administration';
import type { Account } from './administration';
import { askedFor, carryOut } from './appending';
import type { AppendAsked, AppendCall } from './appending';
import { FakeLog } from './fake-log';
import type { LogOptions } from './fake-log';
import { Faults } from './faults';
import type { Fault } from './faults';
import { answerRead } from './reading';
import type { PacedAnswers, ReadCall } from './reading';
import { answerSubscription } from './subscribing';
import { failureOf, serviceError } from './wire';

export interface FakeServerOptions extends LogOptions {
  /** 0 takes any free one. */
  readonly port?: number;
  readonly version?: string;
  /** Markers out of turn, after events and at the end of the log. */
  readonly randomMarker?: () => boolean;
  /** An existing log: the server is started again, or a second node serves the same events. */
  readonly log?: FakeLog;
  /** The one account it knows; absent: everybody may do everything. */
  readonly account?: Account;
  readonly membership?: Membership;
  /** Absent: without TLS. This client then keeps its password to itself. */
  readonly certificate?: Certificate;
}

/** For 127.0.0.1, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly private: string;
}

/** A node's view of its cluster. */
export interface Membership {
  /** Where the leader is; undefined when this node leads. */
  readonly leader: () => { readonly host: string; readonly port: number } | undefined;
  readonly gossip: (answer: sendUnaryData<ClusterInfo>) => void;
}

const RECENT = '24.10.6';
const NOT_SCRIPTED = serviceError(status.UNIMPLEMENTED, 'the fake does not do this');

export class FakeEventStore {
  readonly faults = new Faults();
  /** Appends without a revision, and calls of the batch path: what an adapter must never do. */
  readonly violations: string[] = [];
  /** Every subscription there was, with how many events were written to it. */
  readonly subscriptions: PacedAnswers[] = [];
  /** Appends and reads that have come, also those that wait for the end of a pause. */
  asked = 0;
  private readonly server = new Server();
  private waiting: (() => void)[] = [];
  private standstill: PromiseWithResolvers<void> | undefined;

  private constructor(
    readonly log: FakeLog,
    private readonly options: FakeServerOptions,
  ) {
    this.server.addService(StreamsService, {
      append: (call: AppendCall, answer: sendUnaryData<AppendResp>) => {
        void this.append(call, answer);
      },
      read: (call: ReadCall) => {
        void this.read(call);
      },
      batchAppend: (call: ReadCall) => {
        this.violations.push('batchAppend');
        call.emit('error', NOT_SCRIPTED);
      },
      delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>) => {
        answerDelete(log, call, answer);
        this.wake();
      },
      tombstone: (
        call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
        answer: sendUnaryData<TombstoneResp>,
      ) => {
        answerTombstone(log, call, answer);
        this.wake();
      },
    });
    this.server.addService(ServerFeaturesService, {
      getSupportedMethods: (
        call: ServerUnaryCall<Empty, SupportedMethods>,
        answer: sendUnaryData<SupportedMethods>,
      ) => {
        void this.features(call, answer);
      },
    });
    this.server.addService(GossipService, {
      read: (_call: ServerUnaryCall<Empty, ClusterInfo>, answer: sendUnaryData<ClusterInfo>) => {
        void this.standing().then(() => {
          if (options.membership === undefined) answer(NOT_SCRIPTED);
          else options.membership.gossip(answer);
        });
      },
    });
  }

  private bound = 0;

  static async start(options: FakeServerOptions = {}): Promise<FakeEventStore> {
    const fake = new FakeEventStore(options.log ?? new FakeLog(options), options);
    fake.bound = await new Promise<number>((resolve, reject) => {
      const address = `127.0.0.1:${options.port ?? 0}`;
      fake.server.bindAsync(address, credentialsOf(options.certificate), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    return fake;
  }

  get port(): number {
    return this.bound;
  }

  /** Connection string; with TLS it names no CA. */
  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=${this.options.certificate !== undefined}`;
  }

  /** Cuts every connection, as the end of the process does. Safe to call twice. */
  stop(): void {
    this.server.forceShutdown();
    this.resume();
    this.wake();
  }

  /** Everything stands still, without a connection being closed, until it resumes. */
  pause(): void {
    this.standstill ??= Promise.withResolvers();
  }

  resume(): void {
    this.standstill?.resolve();
    this.standstill = undefined;
  }

  get isPaused(): boolean {
    return this.standstill !== undefined;
  }

  private readonly standing = (): Promise<void> => this.standstill?.promise ?? Promise.resolve();

  private async append(call: AppendCall, answer: sendUnaryData<AppendResp>): Promise<void> {
    const asked = await askedFor(call);
    this.asked += 1;
    await this.standing();
    // A caller that died in the middle of its request has asked for nothing.
    if (call.cancelled) return;
    const refusal = this.refusalOf(call.metadata) ?? denied(this.options.account, 'append');
    if (refusal === undefined) this.answerAppend(asked, answer);
    else answer(refusal);
  }

  /** Of a call that this node, or this account, is not for. */
  private refusalOf(metadata: Metadata): ServiceError | undefined {
    const [authorization] = metadata.get('authorization');
    const refusal = unauthenticated(this.options.account, authorization?.toString());
    const leader = this.options.membership?.leader();
    if (refusal !== undefined || leader === undefined) return refusal;
    const [needsLeader] = metadata.get('requires-leader');
    return needsLeader === 'true' ? failureOf({ kind: 'notLeader', ...leader }) : undefined;
  }

  private answerAppend(asked: AppendAsked, answer: sendUnaryData<AppendResp>): void {
    const fault = this.faults.meet('append');
    if (isRefused(fault)) {
      answer(failureOf(fault));
      return;
    }
    if (fault?.kind === 'hang' && !fault.isDone) return;
    const done = carryOut(this.log, asked, this.violations);
    this.wake();
    if (fault?.kind === 'loseAnswer') answer(failureOf(fault));
    else if (done instanceof Error) answer(done);
    else if (fault === undefined) answer(null, done);
  }

  private async read(call: ReadCall): Promise<void> {
    const { standing, log, options, subscriptions: opened } = this;
    this.asked += 1;
    await standing();
    const refusal = this.refusalOf(call.metadata) ?? denied(options.account, 'read');
    if (refusal !== undefined) {
      call.emit('error', refusal);
      return;
    }
    if (call.request.getOptions()?.hasSubscription() !== true) {
      await answerRead(log, call, { fault: this.faults.meet('read'), standing });
      return;
    }
    const { randomMarker } = options;
    const subscribed = { log, nextAppend: () => this.nextAppend(), randomMarker, opened };
    await answerSubscription(subscribed, call, { fault: this.faults.meet('subscribe'), standing });
  }

  private async features(
    call: ServerUnaryCall<Empty, SupportedMethods>,
    answer: sendUnaryData<SupportedMethods>,
  ): Promise<void> {
    await this.standing();
    // Who sends no credentials is answered the methods, and a wrong password is refused here already.
    const isNamed = call.metadata.get('authorization').length > 0;
    const refusal = isNamed ? this.refusalOf(call.metadata) : undefined;
    const fault = this.faults.meet('features');
    if (refusal !== undefined) answer(refusal);
    else if (fault?.kind === 'hang') return;
    else if (fault !== undefined && fault.kind !== 'breakOff') answer(failureOf(fault));
    else answer(null, new SupportedMethods().setEventStoreServerVersion(this.options.version ?? RECENT));
  }

  private nextAppend(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function credentialsOf(certificate: Certificate | undefined): ServerCredentials {
  if (certificate === undefined) return ServerCredentials.createInsecure();
  const [cert_chain, private_key] = [Buffer.from(certificate.cert), Buffer.from(certificate.private)];
  return ServerCredentials.createSsl(null, [{ cert_chain, private_key }]);
}

/** Before anything is done. */
function isRefused(fault: Fault | undefined): fault is Extract<Fault, { kind: 'fail' | 'notLeader' }> {
  return fault?.kind === 'fail' || fault?.kind === 'notLeader';
}

import type { sendUnaryData } from '@grpc/grpc-js';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { FakeLog } from './fake-log';
import type { LogOptions } from './fake-log';
import { FakeEventStore } from './fake-server';

const HOST = '127.0.0.1';
const NODES = 3;

/** Three nodes that hold the same events, one of which leads: calls that need the leader are refused by the others. */
export class FakeCluster {
  private leading = 0;

  private constructor(readonly nodes: readonly FakeEventStore[]) {}

  static async start(options: LogOptions = {}): Promise<FakeCluster> {
    const log = new FakeLog(options);
    const nodes: FakeEventStore[] = [];
    const cluster = new FakeCluster(nodes);
    for (let number = 0; number < NODES; number += 1) {
      const membership = {
        leader: () => (cluster.leading === number ? undefined : { host: HOST, port: cluster.leader.port }),
        gossip: (answer: sendUnaryData<ClusterInfo>) => {
          answer(null, cluster.gossip());
        },
      };
      nodes.push(await FakeEventStore.start({ ...options, log, membership }));
    }
    return cluster;
  }

  get leader(): FakeEventStore {
    const node = this.nodes[this.leading];
    if (node === undefined) throw new RangeError(`there is no node ${this.leading}`);
    return node;
  }

  /** Connection string. */
  get url(): string {
    const seeds = this.nodes.map(({ port }) => `${HOST}:${port}`).join(',');
    return `esdb://${seeds}?tls=false&nodePreference=leader&gossipTimeout=1`;
  }

  /** The leader stops answering without closing a connection, and the other two elect another. */
  freezeLeader(): FakeEventStore {
    const frozen = this.leader;
    frozen.pause();
    this.leading = (this.leading + 1) % NODES;
    return frozen;
  }

  stop(): void {
    for (const node of this.nodes) node.stop();
  }

  private gossip(): ClusterInfo {
    const { LEADER, FOLLOWER } = MemberInfo.VNodeState;
    const members = this.nodes.map((node, number) =>
      new MemberInfo()
        .setState(number === this.leading ? LEADER : FOLLOWER)
        .setIsAlive(!node.isPaused)
        .setHttpEndPoint(new EndPoint().setAddress(HOST).setPort(node.port)),
    );
    return new ClusterInfo().setMembersList(members);
  }
}

/* Test fixture: one Kafka node as a process. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { quietRequestQueue } from '../../apps/publisher/src/kafka/quiet-request-queue';
import { run } from './kafka-jars';

const START_SECONDS = 60;
const STARTS = 3;
/** A small heap and the quickest compiler: it serves a test for some minutes. */
const JVM = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** One Apache Kafka node on loopback, broker and controller in one, with its data in a folder of its own. */
export class KafkaNode {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly classPath: string,
    private readonly directory: string,
    private readonly port: number,
    /** A client that connects to the first is redirected to the second, behind which there may be a proxy. */
    readonly detour: { readonly port: number; readonly named: number },
  ) {}

  /** Formats a node and starts it. The ports are free when they are drawn, and drawn again when they were taken. */
  static async start(classPath: string): Promise<KafkaNode> {
    for (let attempt = 1; ; attempt += 1) {
      const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
      const [port, controllerPort, detour, named] = ports;
      const directory = mkdtempSync(join(tmpdir(), 'truckflow-kafka-'));
      const node = new KafkaNode(classPath, directory, port, { port: detour, named });
      try {
        await node.format(controllerPort);
        await node.start();
        return node;
      } catch (error) {
        await node.remove();
        if (attempt === STARTS) throw error;
      }
    }
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts the process again on the same data, and waits until it answers. */
  async start(): Promise<void> {
    const log = openSync(join(this.directory, 'node.log'), 'a');
    const parts = [...JVM, '-cp', this.classPath, 'kafka.Kafka', this.settingsFile];
    this.child = spawn('java', parts, { stdio: ['ignore', log, log] });
    const deadline = performance.now() + START_SECONDS * 1000;
    while (!(await this.answers())) {
      if (this.child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`the broker did not start:\n${this.lastWords()}`);
      }
      await pause(200);
    }
  }

  /** Ends it as a power cut ends a process. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get settingsFile(): string {
    return join(this.directory, 'server.properties');
  }

  private async format(controllerPort: number): Promise<void> {
    const { port, detour } = this;
    const settings = {
      'process.roles': 'broker,controller',
      'node.id': '1',
      'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
      listeners: listenersOf({ PLAINTEXT: port, DETOUR: detour.port, CONTROLLER: controllerPort }),
      'advertised.listeners': listenersOf({ PLAINTEXT: port, DETOUR: detour.named }),
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,DETOUR:PLAINTEXT,CONTROLLER:PLAINTEXT',
      'controller.listener.names': 'CONTROLLER',
      'log.dirs': join(this.directory, 'data'),
      'offsets.topic.replication.factor': '1',
      'transaction.state.log.replication.factor': '1',
      'transaction.state.log.min.isr': '1',
      'group.initial.rebalance.delay.ms': '0',
      'controller.quorum.election.timeout.ms': '200',
      'offsets.topic.num.partitions': '1',
      // A node that was killed may come back only once its old session has run out: nine seconds by default.
      'broker.session.timeout.ms': '1000',
      'broker.heartbeat.interval.ms': '300',
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(this.settingsFile, lines.join(''));
    const clusterId = randomBytes(16).toString('base64url');
    const parts = [
      '-cp',
      this.classPath,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      clusterId,
      '-c',
      this.settingsFile,
    ];
    await run('java', [...JVM, ...parts]);
  }

  private async answers(): Promise<boolean> {
    await quietRequestQueue();
    const kafka = new Kafka({ brokers: [this.address], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
    const admin = kafka.admin();
    try {
      await admin.connect();
      await admin.listTopics();
      return true;
    } catch {
      // Not yet: whoever waits asks again until the deadline.
      return false;
    } finally {
      await admin.disconnect();
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    const isRunning = child?.exitCode === null && child.signalCode === null;
    if (child === undefined || !isRunning) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  private lastWords(): string {
    return readFileSync(join(this.directory, 'node.log'), 'utf8').split('\n').slice(-15).join('\n');
  }
}

function listenersOf(ports: Readonly<Record<string, number>>): string {
  return Object.entries(ports)
    .map(([name, port]) => `${name}://127.0.0.1:${port}`)
    .join(',');
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

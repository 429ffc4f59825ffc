/* API under test: in-memory store, projected views, a manual clock and signed tokens. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule, createApi } from '#apps/api';
import { MemoryEventStore } from '#libs/event-sourcing';
import {
  developmentKey,
  developmentToken,
  EVENT_STORE,
  publicHalf,
  readConfig,
  systemClock,
} from '#libs/platform';
import type { Clock, Config, DevelopmentKey } from '#libs/platform';
import { ReadSide } from '#libs/projections';
import { loadReferenceData } from '../../standalone/src/reference-data';
import { ProjectedViews } from './projected-views';
import { SeenAnswers } from './seen-answers';

type Answer = Awaited<ReturnType<NestFastifyApplication['inject']>>;
type Headers = Readonly<Record<string, string>>;

/** Manual clock of a specification; every one begins at eight in the evening of 25 December 2021. */
export class ManualClock {
  private time = Date.parse('2021-12-25T20:00:00+07:00');

  now(): string {
    return new Date(this.time).toISOString();
  }

  /** RFC 3339 with an offset. */
  set(time: string): void {
    this.time = Date.parse(time);
  }
}

@Module({})
class ApiUnderTestModule {
  static of(store: MemoryEventStore, views: ProjectedViews): DynamicModule {
    const providers = [
      { provide: EVENT_STORE, useValue: store },
      { provide: ReadSide, useValue: views },
    ];
    const exports = [EVENT_STORE, ReadSide];
    return { module: ApiUnderTestModule, global: true, providers: [...providers, SeenAnswers], exports };
  }
}

interface Parts {
  readonly root: string;
  readonly key: DevelopmentKey;
  readonly config: Config;
  readonly store: MemoryEventStore;
  readonly views: ProjectedViews;
  readonly clock: ManualClock;
  readonly app: NestFastifyApplication;
}

/** What reports the arrival of an invented truck at HUU_NGHI; `data` changes or adds fields. */
export function arrivalOf(plate: string, at: string, data: object = {}): object {
  return {
    gate: 'HUU_NGHI',
    direction: 'EXPORT',
    at,
    tractor: { plate },
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ consignmentId: `goods-of-${plate}`, cargoClass: 'FRESH_PRODUCE' }],
    ...data,
  };
}

/** API under test: the whole API over a log in memory and views that follow it, with the three reference gates. */
export class ApiUnderTest {
  readonly app: NestFastifyApplication;
  readonly clock: ManualClock;
  readonly store: MemoryEventStore;
  readonly views: ProjectedViews;
  private readonly tokens = new Map<string, Promise<string>>();
  private requests = 0;

  constructor(private readonly parts: Parts) {
    ({ app: this.app, clock: this.clock, store: this.store, views: this.views } = parts);
  }

  /** `claims`: gates, yards, companies, sub … */
  token(role: string, claims: object = {}): Promise<string> {
    const name = JSON.stringify([role, claims]);
    const { config, key } = this.parts;
    const frame = { issuer: config.tokenIssuer, audience: config.tokenAudience, expires: '24h' };
    const made =
      this.tokens.get(name) ?? developmentToken(key, { sub: role, roles: [role], ...claims }, frame);
    this.tokens.set(name, made);
    return made;
  }

  /** `path` below /api/v1. Without `token` by a gate manager of every gate and yard. */
  async post(path: string, body: object, token?: string): Promise<Answer> {
    const bearer = token ?? (await this.token('gate-manager', { gates: ['*'], yards: ['*'] }));
    const headers = {
      authorization: `Bearer ${bearer}`,
      'content-type': 'application/json',
      'idempotency-key': `request-${++this.requests}`,
    };
    return this.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload: body });
  }

  /** A POST that has to succeed. Answers the id of what it was about. */
  async record(path: string, body: object): Promise<string> {
    const answer = await this.post(path, body);
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.body}`);
    return answer.json<{ id: string }>().id;
  }

  /** The arrival of an invented truck at HUU_NGHI; `data` changes or adds fields. Answers the visit's id. */
  arrive(at: string, plate: string, data: object = {}): Promise<string> {
    return this.record('/truck-visits', arrivalOf(plate, at, data));
  }

  /** A step of a visit that has to succeed. */
  step(visitId: string, step: string, at: string, data: object = {}): Promise<string> {
    return this.record(`/truck-visits/${visitId}/${step}`, { at, ...data });
  }

  /** `path` below /api/v1. Without `token` by a manager, who sees everything. */
  async get(path: string, token?: string, headers: Headers = {}): Promise<Answer> {
    const authorization = `Bearer ${token ?? (await this.token('manager'))}`;
    return this.app.inject({
      method: 'GET',
      url: `/api/v1${path}`,
      headers: { authorization, ...headers },
    });
  }

  /** Returns once the views show everything that was recorded. */
  async settle(): Promise<void> {
    const position = await this.store.lastPosition();
    if (!(await this.views.until(position, 10_000))) throw new Error(`the views do not reach ${position}`);
  }

  /** @throws Error when an answer to a command or an import was not as the document says. */
  async close(): Promise<void> {
    try {
      this.app.get(SeenAnswers).check(this.app);
    } finally {
      await this.end();
    }
  }

  private async end(): Promise<void> {
    await this.app.close();
    await this.views.close();
    await this.store.close();
    await rm(this.parts.root, { recursive: true });
  }
}

/** `settings`: environment variables that differ from the test's own; `wallClock`: what tokens go by. */
export async function startApi(
  settings: NodeJS.ProcessEnv = {},
  wallClock: Clock = systemClock,
): Promise<ApiUnderTest> {
  const root = await mkdtemp(join(tmpdir(), 'truckflow-border-'));
  const key = await developmentKey('test', root);
  const jwks = join(root, 'jwks.json');
  await writeFile(jwks, JSON.stringify({ keys: [publicHalf(key)] }));
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', JWKS_FILE: jwks, ...settings });
  const clock = new ManualClock();
  const store = new MemoryEventStore(() => new Date(clock.now()));
  await loadReferenceData(store);
  const views = new ProjectedViews(store, root);
  const app = await createApi({
    config,
    clock,
    wallClock,
    imports: [ApiUnderTestModule.of(store, views), ApiModule],
  });
  const border = new ApiUnderTest({ root, key, config, store, views, clock, app });
  await border.settle();
  return border;
}

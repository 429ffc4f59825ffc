import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { developmentKey, developmentToken, publicHalf, readConfig } from '#libs/platform';
import { createEdge } from '../src/create-edge';
import { EdgeTrialModule } from './edge-trial';
import { TRIAL_OPTIONS } from './trial-options';

export const CLEAR = '/api/v1/truck-visits/0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d/customs-clearance';
export const BODY = { at: '2021-12-15T06:40:00+07:00', declarationNumber: '305' };

export interface Sent {
  readonly url?: string;
  /** An undefined value leaves a header out that is sent otherwise. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly payload?: string | object;
}

/** An API with the trial slices and keys of its own, for `inject`. */
export class TrialApi {
  private keys = 0;

  private constructor(
    readonly app: NestFastifyApplication,
    private readonly parts: {
      readonly create: () => Promise<NestFastifyApplication>;
      readonly token: (role: string, claims?: object, sub?: string) => Promise<string>;
      readonly operator: string;
      readonly root: string;
    },
  ) {}

  /** Token of a gate operator of HUU_NGHI. */
  get operator(): string {
    return this.parts.operator;
  }

  /** A second API with the same keys. */
  createAnother(): Promise<NestFastifyApplication> {
    return this.parts.create();
  }

  /** A token of this role, signed as the API expects. */
  token(role: string, claims?: object, sub?: string): Promise<string> {
    return this.parts.token(role, claims, sub);
  }

  static async start(settings: NodeJS.ProcessEnv = {}): Promise<TrialApi> {
    const root = await mkdtemp(join(tmpdir(), 'truckflow-api-'));
    const key = await developmentKey('test', root);
    const jwks = join(root, 'jwks.json');
    await writeFile(jwks, JSON.stringify({ keys: [publicHalf(key)] }));
    const config = readConfig({
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      JWKS_FILE: jwks,
      TOKEN_RATE_LIMIT: '1000',
      ...settings,
    });
    const create = () => createEdge({ config, imports: [EdgeTrialModule] }, TRIAL_OPTIONS);
    const frame = { issuer: config.tokenIssuer, audience: config.tokenAudience, expires: '1h' };
    const token = (role: string, claims: object = {}, sub = role) =>
      developmentToken(key, { sub, roles: [role], ...claims }, frame);
    const operator = await token('gate-operator', { gates: ['HUU_NGHI'] });
    return new TrialApi(await create(), { create, token, operator, root });
  }

  async stop(): Promise<void> {
    await this.app.close();
    await rm(this.parts.root, { recursive: true });
  }

  post({ url = CLEAR, headers = {}, payload = BODY }: Sent = {}) {
    this.keys += 1;
    const all: Record<string, string | undefined> = {
      'content-type': 'application/json',
      authorization: `Bearer ${this.operator}`,
      'idempotency-key': `key-${this.keys}`,
      ...headers,
    };
    const sent = Object.fromEntries(
      Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined),
    );
    return this.app.inject({ method: 'POST', url, headers: sent, payload });
  }

  get(url: string, headers: Record<string, string> = {}) {
    return this.app.inject({ method: 'GET', url, headers });
  }
}

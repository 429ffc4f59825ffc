/* Readers of the files below deploy/: YAML, chart, compose, rules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const DEPLOY = join(__dirname, '..', '..', 'deploy');

export const CHART = join(DEPLOY, 'helm', 'truckflow');

/** Path of a file below deploy/. */
export function deployPath(...parts: string[]): string {
  return join(DEPLOY, ...parts);
}

export function deployText(...parts: string[]): string {
  return readFileSync(deployPath(...parts), 'utf8');
}

export function deployYaml(...parts: string[]): unknown {
  return parse(deployText(...parts), { merge: true }) as unknown;
}

/** The versions and ports of deploy/.env by their names. */
export function pinned(): Record<string, string> {
  const lines = deployText('.env')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
}

/** What the tests use in place of the digests, which deploy/pin-digests.sh gets from the registries. */
export const DIGEST = `sha256:${'0'.repeat(64)}`;

/** A service of compose.yaml as far as the tests look at it, its variables replaced as compose would. */
export interface ComposeService {
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface Compose {
  readonly version?: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** @throws Error for a variable that has neither a value in .env nor a default; digests have to be given */
export function compose(): Compose {
  const env = pinned();
  const text = deployText('compose.yaml').replaceAll(
    /\$\{([A-Z0-9_]+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind: string | undefined, text: string | undefined) => {
      const fallback = kind === '-' ? text : undefined;
      const value = env[name] ?? (name.endsWith('_DIGEST') && kind === '?' ? DIGEST : fallback);
      if (value === undefined) throw new Error(`compose.yaml names ${name}, which deploy/.env does not hold`);
      return value;
    },
  );
  return parse(text, { merge: true }) as Compose;
}

/** An object of Kubernetes, as rendered. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The objects that the chart renders for one of its examples, from the file that is kept of them. */
export function rendered(example: string): KubernetesObject[] {
  return parseAllDocuments(deployText('helm', 'rendered', `${example}.yaml`)).map(
    (document) => document.toJS() as KubernetesObject,
  );
}

export interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly ports: readonly { readonly containerPort: number }[];
  readonly securityContext: object;
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}

export interface PodSpec {
  readonly securityContext: object;
  readonly automountServiceAccountToken: boolean;
  readonly containers: readonly Container[];
}

/** Pods of the deployments and stateful sets among these objects. */
export function podsOf(objects: readonly KubernetesObject[]): PodSpec[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .map(({ spec }) => (spec['template'] as { spec: PodSpec }).spec);
}

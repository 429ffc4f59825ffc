import { spawnSync } from 'node:child_process';
import { Ajv } from 'ajv';
import { SETTINGS, readConfig } from '#libs/platform';
import { ROUTE_ACCESS } from '../../apps/api/src/access/route-access';
import { CHART, deployPath, deployText, deployYaml, pinned, podsOf, rendered } from './deploy-files';

type Values = Record<string, Record<string, unknown>>;

const values = deployYaml('helm', 'truckflow', 'values.yaml') as Values;
const validate = new Ajv({ strict: false }).compile(
  JSON.parse(deployText('helm', 'truckflow', 'values.schema.json')) as object,
);

/** The chart's own values with one part changed. */
function changed(part: string, change: object): Values {
  return { ...values, [part]: { ...values[part], ...change } };
}

describe('the values of the chart', () => {
  it('fit their schema, as they are and as in the examples', () => {
    expect([validate(values), validate.errors]).toEqual([true, null]);
    for (const example of ['single', 'cluster']) {
      const given = deployYaml('helm', 'examples', `${example}.yaml`) as Values;
      const merged = Object.fromEntries(
        Object.entries(values).map(([part, own]) => [
          part,
          Array.isArray(own) ? own : { ...own, ...given[part] },
        ]),
      );
      expect([example, validate(merged), validate.errors]).toEqual([example, true, null]);
      expect(Object.keys(given).filter((part) => !(part in values))).toEqual([]);
    }
  });

  it.each<[string, Values]>([
    ['two replicas without a log that they share', changed('api', { replicas: 2 })],
    ['no replica', changed('api', { replicas: 0 })],
    ['a port of the system', changed('api', { port: 80 })],
    [
      'a password in the address of the store',
      changed('eventStore', { url: 'esdb://admin:secret@events:2113' }),
    ],
    ['a store of another kind', changed('eventStore', { url: 'http://events:2113' })],
    ['a publisher without a broker', changed('publisher', { enabled: true })],
    ['a broker without a port', changed('publisher', { enabled: true, brokers: ['kafka'] })],
    ['keys from an open address', changed('auth', { jwksUrl: 'http://login.example/keys' })],
    ['two sources of keys', changed('auth', { jwksUrl: 'https://login.example/keys', jwksSecret: 'keys' })],
    ['an ingress without a host', changed('ingress', { enabled: true })],
    ['the newest image, whichever that is', changed('image', { tag: 'latest' })],
    ['a digest that is none', changed('image', { digest: 'sha256:0123' })],
    ['a setting that the chart makes itself', changed('settings', { EVENTSTORE_URL: 'esdb://x' })],
    ['a misspelt part', { ...values, replicas: {} }],
    ['a misspelt value', changed('api', { replica: 2 })],
  ])('are refused with %s', (_what, bad) => {
    expect(validate(bad)).toBe(false);
  });

  it('name the ports and versions of .env', () => {
    const { API_PORT, PUBLISHER_PORT, TRUCKFLOW_VERSION } = pinned();
    expect(String(values['api']?.['port'])).toBe(API_PORT);
    expect(String(values['publisher']?.['port'])).toBe(PUBLISHER_PORT);
    expect(deployYaml('helm', 'truckflow', 'Chart.yaml')).toMatchObject({
      version: TRUCKFLOW_VERSION,
      appVersion: TRUCKFLOW_VERSION,
    });
  });
});

describe.each(['single', 'cluster'])('what the chart renders for %s', (example) => {
  const objects = rendered(example);
  const pods = podsOf(objects);
  const containers = pods.flatMap((pod) => pod.containers);

  it('sets only what the platform reads, to values it accepts', () => {
    const known = new Set(SETTINGS.map(({ name }) => name));
    for (const { env } of containers) {
      expect(env.filter(({ name }) => !known.has(name))).toEqual([]);
      expect(new Set(env.map(({ name }) => name)).size).toBe(env.length);
      const secret = { EVENTSTORE_USERNAME: 'clerk' };
      const texts = Object.fromEntries(
        env.map(({ name, value }) => [name, value ?? secret[name as keyof typeof secret]]),
      );
      expect(() => readConfig(texts)).not.toThrow();
    }
  });

  it('asks routes that exist whether a process lives, is ready and has started', () => {
    for (const container of containers) {
      const paths = (['startup', 'readiness', 'liveness'] as const).map(
        (probe) => container[`${probe}Probe`]?.httpGet.path,
      );
      expect(paths).toEqual(['/startupz', '/readyz', '/livez']);
      for (const path of paths) expect(ROUTE_ACCESS[`GET ${path ?? ''}`]).toMatchObject({ kind: 'open' });
    }
  });

  it('listens where its services and probes look', () => {
    for (const { env, ports } of containers) {
      const port = env.find(({ name }) => name === 'PORT')?.value;
      expect(ports.map(({ containerPort }) => String(containerPort))).toEqual([port]);
    }
  });

  it('runs as no root, on a root that cannot be written, with nothing to gain', () => {
    for (const { securityContext, automountServiceAccountToken } of pods) {
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(automountServiceAccountToken).toBe(false);
    }
    for (const { securityContext, image } of containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(image).toBe(`truckflow:${pinned()['TRUCKFLOW_VERSION'] ?? ''}`);
    }
  });
});

describe('the cluster of the chart', () => {
  const objects = rendered('cluster');
  const named = (kind: string, name: string) =>
    objects.find((one) => one.kind === kind && one.metadata.name === name);

  it('has three replicas of which one may be away, and one publisher that never overlaps itself', () => {
    expect(named('StatefulSet', 'border-truckflow')?.spec).toMatchObject({ replicas: 3 });
    expect(named('PodDisruptionBudget', 'border-truckflow')?.spec).toMatchObject({ maxUnavailable: 1 });
    const publisher = named('Deployment', 'border-truckflow-publisher')?.spec;
    expect(publisher).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  it('keeps the alarms and dashboards of deploy/', () => {
    const rules = deployYaml('prometheus', 'truckflow.rules.yml');
    expect(named('PrometheusRule', 'border-truckflow')?.spec).toEqual(rules);
    const dashboards = named('ConfigMap', 'border-truckflow-dashboards') as unknown as {
      data: Record<string, string>;
    };
    expect(dashboards.data['truckflow-border.json']).toBe(deployText('grafana', 'dashboards', 'border.json'));
    expect(dashboards.data['truckflow-operations.json']).toBe(
      deployText('grafana', 'dashboards', 'operations.json'),
    );
  });

  it('with one replica on the embedded store has neither a budget nor a publisher', () => {
    const kinds = rendered('single').map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['StatefulSet', 'Ingress', 'NetworkPolicy']));
    expect(kinds).not.toContain('PodDisruptionBudget');
    expect(kinds).not.toContain('Deployment');
  });
});

/** Where the program is on the path, what is kept is held against what it renders. */
test('what is kept of the chart is what helm renders', () => {
  const helm = (args: string[]) => spawnSync('helm', args, { encoding: 'utf8' });
  if (helm(['version']).status !== 0) {
    process.stdout.write('left out: rendering the chart anew, since there is no helm here\n');
    return;
  }
  for (const example of ['single', 'cluster']) {
    const given = ['-f', deployPath('helm', 'examples', `${example}.yaml`)];
    const { stdout } = helm(['template', 'border', CHART, '--kube-version', '1.31.0', ...given]);
    expect(stdout).toBe(deployText('helm', 'rendered', `${example}.yaml`));
  }
  const bare = ['template', 'border', CHART, '--kube-version', '1.31.0'];
  const byTag = helm([...bare, '--set', 'auth.jwksSecret=keys']);
  expect(byTag.status).not.toBe(0);
  expect(byTag.stderr).toContain('give the digest, or say byTag: true');
  const withoutKeys = helm([...bare, '--set', 'image.byTag=true']);
  expect(withoutKeys.status).not.toBe(0);
  expect(withoutKeys.stderr).toContain('give jwksUrl, jwksSecret or jwksConfigMap');
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StandaloneProcess } from '../server/standalone-process';
import { STANDSTILL_MILLISECONDS } from '../../apps/projector/src/standstill';
import { compose, deployPath, deployText, deployYaml, pinned, rendered } from './deploy-files';

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string; readonly for?: string }[];
  }[];
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly id: number;
    readonly datasource: { readonly uid: string };
    readonly targets: readonly { readonly expr: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly query: string }[] };
}

const rules = (deployYaml('prometheus', 'truckflow.rules.yml') as Rules).groups.flatMap(
  (group) => group.rules,
);
const dashboards = ['border', 'operations'].map(
  (name) => JSON.parse(deployText('grafana', 'dashboards', `${name}.json`)) as Dashboard,
);

/** The metrics that a query names; `up` is Prometheus's own. */
function metricsIn(query: string): string[] {
  const names = query.match(/\b(truckflow|nodejs|process)_[a-z0-9_]+/g) ?? [];
  return names.map((name) => name.replace(/_(bucket|sum|count)$/, ''));
}

/** Names of all metrics that a server with a publisher registers. */
async function registered(): Promise<Set<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
  const settings = { DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent', KAFKA_BROKERS: '127.0.0.1:1' };
  const server = await StandaloneProcess.start(settings);
  const text = await (await fetch(`${server.address}/metrics`)).text();
  await server.stop();
  rmSync(folder, { recursive: true });
  return new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name ?? ''));
}

test('every alarm and every panel asks for metrics that the application registers', async () => {
  const known = await registered();
  const queries = [
    ...rules.map(({ expr }) => expr),
    ...dashboards.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
    ...dashboards.flatMap(({ templating }) => templating.list.map(({ query }) => query)),
  ];
  const named = queries.flatMap(metricsIn);
  expect(named.length).toBeGreaterThan(30);
  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  const ours = [...known].filter((name) => name.startsWith('truckflow_'));
  expect(ours.filter((name) => !named.includes(name))).toEqual([]);
});

test('every alarm has a name of its own, every dashboard its source', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  const sources = deployYaml('grafana', 'provisioning', 'datasources', 'prometheus.yaml') as {
    datasources: { uid: string; url: string }[];
  };
  expect(sources.datasources).toMatchObject([{ uid: 'prometheus', url: 'http://prometheus:9090' }]);
  for (const { panels } of dashboards) {
    expect(panels.map(({ datasource }) => datasource.uid)).toEqual(panels.map(() => 'prometheus'));
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  }
});

test.each(['TruckflowStreamDamaged', 'TruckflowViewsBehind', 'TruckflowLogForked'])(
  '%s is raised within 15 s of what it tells of',
  (name) => {
    const rule = rules.find(({ alert }) => alert === name);
    expect(rule).toBeDefined();
    expect(rule).not.toHaveProperty('for');
    const { global } = deployYaml('prometheus', 'prometheus.yml') as {
      global: Readonly<Record<'scrape_interval' | 'evaluation_interval', string>>;
    };
    const seconds = [global.scrape_interval, global.evaluation_interval].map(secondsIn);
    expect(seconds.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(15);
    const monitors = rendered('cluster').filter(({ kind }) => kind === 'ServiceMonitor');
    const asked = monitors.flatMap(({ spec }) => spec['endpoints'] as { interval: string }[]);
    expect(asked.map(({ interval }) => interval)).toEqual(monitors.map(() => global.scrape_interval));
  },
);

function secondsIn(interval: string): number {
  const [, seconds] = /^(\d+)s$/.exec(interval) ?? [];
  return Number(seconds);
}

test('views count as behind for the alarm when they do for /readyz', () => {
  const rule = rules.find(({ alert }) => alert === 'TruckflowViewsBehind');
  const [, seconds] = /truckflow_views_standstill_seconds\) >= (\d+)\b/.exec(rule?.expr ?? '') ?? [];
  expect(Number(seconds) * 1000).toBe(STANDSTILL_MILLISECONDS);
});

test('prometheus asks the services of compose.yaml on their ports', () => {
  const { scrape_configs: jobs } = deployYaml('prometheus', 'prometheus.yml') as {
    scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[];
  };
  const { services } = compose();
  const asked = jobs.flatMap((job) =>
    job.dns_sd_configs.flatMap(({ names, port }) => names.map((name) => [name, String(port)])),
  );
  expect(asked).toEqual(
    ['single', 'api', 'api-2', 'publisher'].map((name) => [
      name,
      String(services[name]?.environment?.['PORT']),
    ]),
  );
  expect(asked.at(-1)?.[1]).toBe(pinned()['PUBLISHER_PORT']);
});

/** Where the program is on the path, it reads the rules and the configuration as Prometheus would. */
test('prometheus takes the rules and the configuration', () => {
  if (spawnSync('promtool', ['--version']).status !== 0) {
    process.stdout.write('left out: reading the alarms with promtool, which is not here\n');
    return;
  }
  const args = ['check', 'config', 'prometheus.yml'];
  const checked = spawnSync('promtool', args, { cwd: deployPath('prometheus'), encoding: 'utf8' });
  expect([checked.status, checked.stderr]).toEqual([0, '']);
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS, readConfig } from '#libs/platform';
import { compose, deployPath, deployText, pinned } from './deploy-files';

const OURS = ['single', 'api', 'api-2', 'publisher', 'token'];
const names = new Set(SETTINGS.map(({ name }) => name));
const { services, volumes, version } = compose();
const all = Object.entries(services);
const ours = all.filter(([name]) => OURS.includes(name));

describe('compose.yaml', () => {
  it('has no version key, and one profile each for a single server and a cluster', () => {
    expect(version).toBeUndefined();
    const inProfile = (profile: string) =>
      all.filter(([, one]) => one.profiles?.includes(profile)).map(([name]) => name);
    expect(inProfile('single')).toEqual(['single', 'prometheus', 'grafana']);
    expect(inProfile('cluster')).toEqual([
      'api',
      'api-2',
      'publisher',
      'kurrentdb',
      'kafka',
      'prometheus',
      'grafana',
    ]);
  });

  it('pins every image by a tag of .env', () => {
    const tags = Object.entries(pinned()).flatMap(([name, value]) =>
      name.endsWith('_VERSION') ? [value] : [],
    );
    for (const [, { image }] of all) expect(tags).toContain(/:([^:@]+)(@|$)/.exec(image)?.[1]);
    expect(tags.filter((tag) => !/^v?\d+\.\d+\.\d+$/.test(tag))).toEqual([]);
  });

  it('takes the images of others by digest, each of which is asked for and kept by one command', () => {
    const others = all.filter(([name]) => !OURS.includes(name));
    for (const [, { image }] of others) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
    const named = [...deployText('compose.yaml').matchAll(/\$\{(\w+_DIGEST):\?[^}]*pin-digests\.sh\}/g)];
    const asked = [...deployText('pin-digests.sh').matchAll(/^pin (\w+_DIGEST) /gm)];
    expect(named).toHaveLength(others.length + 1);
    expect(asked.map(([, name]) => name).sort()).toEqual(named.map(([, name]) => name).sort());
  });

  it('sets only what the platform reads, to values it accepts', () => {
    for (const [name, { environment = {} }] of ours) {
      expect([name, Object.keys(environment).filter((key) => !names.has(key))]).toEqual([name, []]);
      const texts = Object.fromEntries(
        Object.entries(environment).map(([key, value]) => [key, String(value)]),
      );
      expect(() => readConfig(texts)).not.toThrow();
    }
  });

  it('opens ports to this machine only', () => {
    const ports = all.flatMap(([, one]) => one.ports ?? []);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
    const inProfile = (profile: string) =>
      all.filter(([, one]) => one.profiles?.includes(profile)).flatMap(([, one]) => one.ports ?? []);
    for (const profile of ['single', 'cluster']) {
      const hosts = inProfile(profile).map((port) => port.split(':')[1]);
      expect(new Set(hosts).size).toBe(hosts.length);
    }
  });

  it('runs our image with a read-only root, no capabilities and no way to more', () => {
    for (const [name, service] of ours) {
      expect([name, service]).toMatchObject([
        name,
        { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
      ]);
    }
  });

  it('has a health check for everything that is waited for, and every volume declared', () => {
    for (const [, { depends_on = {} }] of all) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(condition).toBe('service_healthy');
        expect([name, services[name]?.healthcheck]).not.toEqual([name, undefined]);
      }
    }
    const used = all.flatMap(([, one]) => one.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
    const named = used.filter((volume) => !volume.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
    const files = used.filter((volume) => volume.startsWith('.'));
    for (const file of files) expect(existsSync(deployPath(file))).toBe(true);
  });

  it('keeps the log on EventStoreDB in the cluster and in its folder alone', () => {
    expect(services['single']?.environment).not.toHaveProperty('EVENTSTORE_URL');
    for (const name of ['api', 'api-2', 'publisher']) {
      expect(services[name]?.environment?.['EVENTSTORE_URL']).toBe('esdb://kurrentdb:2113?tls=false');
    }
  });

  it('gives the server of the log none of our settings, which it would take for its own and refuse', () => {
    const given = Object.keys(services['kurrentdb']?.environment ?? {});
    expect(given).toContain('KURRENTDB_NODE_PORT');
    expect(given.filter((name) => name.startsWith('EVENTSTORE_'))).toEqual([]);
  });
});

describe('the image', () => {
  const dockerfile = deployText('Dockerfile');

  it('is of the pinned Node, which is that of the project', () => {
    const { NODE_VERSION: node = '' } = pinned();
    const { optionalDependencies, version: ours } = JSON.parse(deployText('..', 'package.json')) as {
      optionalDependencies: Record<string, string>;
      version: string;
    };
    expect(dockerfile).toContain(`ARG NODE_VERSION=${node}`);
    expect(dockerfile.match(/^FROM .*@\$\{NODE_DIGEST\}( AS build)?$/gm)).toHaveLength(2);
    expect(optionalDependencies['node']).toBe(node);
    expect(pinned()['TRUCKFLOW_VERSION']).toBe(ours);
  });

  it('runs as no root, with a health check on a port that is set, over two stages', () => {
    expect(dockerfile.match(/^FROM /gm)).toHaveLength(2);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\\\n.*process\.env\.PORT\}\/readyz/m);
    expect(dockerfile).toMatch(new RegExp(`PORT=${pinned()['API_PORT'] ?? ''} `));
  });

  it('has every program that is started from it', () => {
    const started = [dockerfile, ...ours.map(([, one]) => JSON.stringify([one.command, one.entrypoint]))]
      .flatMap((text) => [...text.matchAll(/\/app\/dist\/([\w/-]+)\.js/g)])
      .map(([, path]) => `${path ?? ''}.ts`);
    expect(started.length).toBeGreaterThanOrEqual(3);
    for (const file of started) expect([file, existsSync(join(process.cwd(), file))]).toEqual([file, true]);
  });
});

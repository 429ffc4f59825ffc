import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { FakeEventStore } from '../fakes/eventstore';
import { ApiClient, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';

/* A store that is there and may not be used while the server runs: health says why, and commands say where to look. */

const account: NonNullable<Parameters<typeof FakeEventStore.start>[0]>['account'] & object = {
  username: 'clerk',
  password: 'right',
};

let directory: string;
let certificate: Awaited<ReturnType<typeof certificateOfHost>>;
let store: FakeEventStore;
let server: StandaloneProcess;
let manager: ApiClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'truckflow-refused-'));
  const trusted = join(directory, 'ca.pem');
  certificate = await certificateOfHost();
  await writeFile(trusted, certificate.cert);
  store = await FakeEventStore.start({ account, certificate });
  server = await StandaloneProcess.start({
    DATA_DIR: join(directory, 'data'),
    PORT: '0',
    EVENTSTORE_URL: `esdb://clerk:right@127.0.0.1:${store.port}?tls=true&tlsCAFile=${trusted}`,
    LOG_LEVEL: 'silent',
  });
  const claims = { sub: 'manager', roles: ['manager', 'gate-manager'], gates: ['*'], yards: ['*'] };
  manager = new ApiClient(server.address, await tokenFor(claims));
});

afterAll(async () => {
  await server.stop();
  store.stop();
  await rm(directory, { recursive: true });
});

function certificateOfHost() {
  return generate([{ name: 'commonName', value: '127.0.0.1' }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
}

let trucks = 0;

/** Each is another truck, so that each has something to append. */
function arrive(): Promise<Response> {
  const plate = `12C-1${String((trucks += 1)).padStart(4, '0')}`;
  return manager.post('/truck-visits', plate, {
    gate: 'TAN_THANH',
    direction: 'EXPORT',
    at: '2021-12-18T12:00:00+07:00',
    tractor: { plate },
    bodyType: 'REEFER_CONTAINER',
    consignments: [{ consignmentId: plate, cargoClass: 'FRESH_PRODUCE' }],
  });
}

interface StoreHealth {
  readonly state: string;
  readonly reason?: string;
}

/** Sends commands until the store is in this state: what becomes of them is how the server notices. */
async function untilStore(state: string): Promise<StoreHealth> {
  for (;;) {
    await arrive();
    const body = (await (await fetch(`${server.address}/readyz`)).json()) as Record<
      'details' | 'checks',
      { store: StoreHealth } | undefined
    >;
    const health = (body.details ?? body.checks)?.store;
    if (health?.state === state) return health;
    await sleep(50);
  }
}

/** The store is there again, and the views are those of its log. */
async function untilReady(): Promise<void> {
  while (!(await fetch(`${server.address}/readyz`)).ok) await sleep(50);
}

async function startAgain(changed: Parameters<typeof FakeEventStore.start>[0]): Promise<void> {
  const { port, log } = store;
  store.stop();
  store = await FakeEventStore.start({ account, certificate, ...changed, port, log });
}

test.each<[string, change: () => unknown, reason: RegExp, back: () => unknown]>([
  [
    'another password',
    () => (account.password = 'another'),
    /EVENTSTORE_USERNAME and EVENTSTORE_PASSWORD_FILE$/,
    () => (account.password = 'right'),
  ],
  [
    'no right to append',
    () => (account.mayNot = 'append'),
    /may not append .*EVENTSTORE_USERNAME$/,
    () => (account.mayNot = undefined),
  ],
  [
    'no right to read',
    () => (account.mayNot = 'read'),
    /may not read \$all: .*EVENTSTORE_USERNAME$/,
    () => (account.mayNot = undefined),
  ],
  [
    'another certificate',
    async () => startAgain({ certificate: await certificateOfHost() }),
    /^the certificate .* is not trusted .*tlsCAFile in EVENTSTORE_URL$/,
    () => startAgain({}),
  ],
])('%s, and as before again', async (_, change, reason, back) => {
  await untilReady();
  await change();
  try {
    expect((await untilStore('refused')).reason).toMatch(reason);
    expect((await fetch(`${server.address}/readyz`)).status).toBe(503);
    const answer = await arrive();
    expect(answer.status).toBe(503);
    const problem = (await answer.json()) as object;
    expect(problem).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      detail: expect.stringMatching(/may not be used: .* \/readyz$/) as string,
    });
    expect(JSON.stringify(problem)).not.toMatch(/EVENTSTORE_/);
    await manager.get('/gate-boards');
  } finally {
    await back();
  }
  await untilStore('connected');
  expect((await arrive()).status).toBe(201);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandIdOf, eventIdOf, TRUCKFLOW_NAMESPACE } from '#libs/event-sourcing';
import type { NewEvent } from '#libs/event-sourcing';
import { openSqliteEventReader, openSqliteEventStore } from '#libs/event-store-sqlite';
import { ApiClient, tokenFor } from '../../../test/server/api-client';
import { StandaloneProcess } from '../../../test/server/standalone-process';

const folder = mkdtempSync(join(tmpdir(), 'reference-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const STREAM = 'borderGate-HUU_NGHI';

/** HUU_NGHI as it was registered before gates had a pair and a class. */
function formerRegistration(): NewEvent {
  const commandId = commandIdOf('reference-data', STREAM);
  const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
  return {
    type: 'borderGate.GateRegistered.v1',
    eventId: eventIdOf(commandId, 0, STREAM),
    data: {
      gate: 'HUU_NGHI',
      name: { vi: 'Hữu Nghị', zh: '友谊', en: 'Huu Nghi' },
      timeZone: 'Asia/Ho_Chi_Minh',
      lanes: ['MAIN'],
      hours: [{ lane: 'MAIN', weekdays, from: '07:00', to: '19:00' }],
      handoverMode: 'FOREIGN_YARD',
    },
    metadata: {
      eventTime: '2000-01-01T00:00:00+07:00',
      actor: { sub: 'reference-data', agency: null },
      role: '',
      device: null,
      source: 'IMPORT',
      commandId,
      index: 0,
      requestHash: TRUCKFLOW_NAMESPACE,
      correlation: null,
      causation: null,
      policyVersion: null,
      schemaVersion: 1,
    },
  };
}

interface ShownGate {
  readonly gate: string;
  readonly pair?: string;
  readonly gateClass?: string;
}

async function gatesOf(address: string): Promise<readonly ShownGate[]> {
  const client = new ApiClient(address, await tokenFor({ sub: 'lan', roles: ['manager'] }));
  const path = `/border-gates?after=${String(await lastPosition())}`;
  return (await client.get<{ readonly items: readonly ShownGate[] }>(path)).items;
}

async function lastPosition(): Promise<bigint> {
  const log = await openSqliteEventReader({ directory: folder });
  const events = await log.readAll(-1n, 1_000);
  await log.close();
  return events.at(-1)?.position ?? -1n;
}

async function registrationsOf(stream: string): Promise<unknown[]> {
  const log = await openSqliteEventReader({ directory: folder });
  const { events } = await log.readStream(stream);
  await log.close();
  return events.map(({ type, data }) => ({ type, data }));
}

test('a folder whose gate was registered without pair and class goes on as it is, start after start', async () => {
  const store = await openSqliteEventStore({ directory: folder, clock: () => new Date() });
  const former = formerRegistration();
  await store.append(STREAM, [former], 'noStream');
  await store.close();
  for (let start = 0; start < 2; start += 1) {
    const server = await StandaloneProcess.start({ DATA_DIR: folder, PORT: '0' });
    const shown = (await gatesOf(server.address)).map(({ gate, pair, gateClass }) => [gate, pair, gateClass]);
    await server.stop();
    expect(shown).toEqual([
      ['CHI_MA', 'Aidian', 'BILATERAL'],
      ['HUU_NGHI', undefined, undefined],
      ['TAN_THANH', 'Puzhai', 'AUXILIARY'],
    ]);
  }
  expect(await registrationsOf(STREAM)).toEqual([{ type: former.type, data: former.data }]);
  // It had no legal bases before: each came in once, and no policy with them.
  expect(await registrationsOf('legalBasis-2515/QĐ-UBND')).toMatchObject([
    { data: { number: '2515/QĐ-UBND', validFrom: '2021-12-25', validTo: '2022-03-31' } },
  ]);
  expect(await registrationsOf('policySet-ALL')).toEqual([]);
});

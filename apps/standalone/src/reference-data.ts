/* Reference data: the three gates with their yards and driver pools, and the legal bases of the sources. */
import { borderGate, dedicatedDriver, legalBasis, readAct, yard } from '#libs/truck-flow';
import type {
  ActBody,
  GateRegisteredData,
  LegalBasisData,
  RegisterDriver,
  RegisterYard,
} from '#libs/truck-flow';
import { TRUCKFLOW_NAMESPACE, commandIdOf, transact, unlessDamaged } from '#libs/event-sourcing';
import type { CommandContext, EventStore } from '#libs/event-sourcing';
import { LEGAL_BASES } from './legal-bases';

/** Reference data takes effect from here: no report may name an earlier time. */
const SINCE = '2000-01-01T00:00:00+07:00';
const EVERY_DAY = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** The three gates of the report with their yards and pools (G-03…G-05, G-08…G-10, Y-02…Y-04, H-14). */
const GATES = [
  {
    gate: 'HUU_NGHI',
    name: { vi: 'Hữu Nghị', zh: '友谊', en: 'Huu Nghi' },
    pair: 'Youyi Guan',
    gateClass: 'INTERNATIONAL',
    capacity: { min: 500, max: 700 },
    drivers: 15,
  },
  {
    gate: 'TAN_THANH',
    name: { vi: 'Tân Thanh', zh: '新清', en: 'Tan Thanh' },
    pair: 'Puzhai',
    gateClass: 'AUXILIARY',
    capacity: { min: 800, max: 1000 },
    drivers: 22,
  },
  {
    gate: 'CHI_MA',
    name: { vi: 'Chi Ma', zh: '支马', en: 'Chi Ma' },
    pair: 'Aidian',
    gateClass: 'BILATERAL',
    capacity: { min: 700, max: 700 },
    drivers: 6,
  },
] as const;

/**
 * Registers the reference gates, yards, drivers and legal bases, and publishes no policy. What is already registered is
 * left as it is.
 */
export async function loadReferenceData(store: EventStore): Promise<void> {
  for (const { capacity, drivers, ...named } of GATES) {
    const { gate, name } = named;
    await registerGate(store, named);
    await registerYard(store, {
      yard: `${gate}_YARD`,
      gate,
      name: `${name.en} yard`,
      capacity,
      tenure: 'PERMANENT',
    });
    for (let number = 1; number <= drivers; number += 1) {
      const driverCode = `${gate}-D${number.toString().padStart(2, '0')}`;
      await registerDriver(store, { driverCode, pool: `${gate}_POOL`, gate });
    }
  }
  for (const basis of LEGAL_BASES) await registerLegalBasis(store, basis);
}

type NamedGate = Required<Pick<GateRegisteredData, 'gate' | 'name' | 'pair' | 'gateClass'>>;

async function registerGate(store: EventStore, named: NamedGate): Promise<void> {
  const hours = [{ lane: 'MAIN', weekdays: EVERY_DAY, from: '07:00', to: '19:00' }];
  const zone = { timeZone: 'Asia/Ho_Chi_Minh', lanes: ['MAIN'], hours, handoverMode: 'FOREIGN_YARD' };
  const { gate } = named;
  const body: ActBody = { at: SINCE, ...named, ...zone };
  const prepare = () => ({ kind: 'act' as const, report: readAct('registration', body) });
  await onlyOnce(store, `borderGate-${gate}`, (context) =>
    transact(store, borderGate, { id: gate, prepare, context }),
  );
}

async function registerYard(store: EventStore, data: RegisterYard['data']): Promise<void> {
  const prepare = () => ({ kind: 'register' as const, at: SINCE, data });
  const id = data.yard;
  await onlyOnce(store, `yard-${id}`, (context) => transact(store, yard, { id, prepare, context }));
}

async function registerDriver(store: EventStore, data: RegisterDriver['data']): Promise<void> {
  const prepare = () => ({ kind: 'register' as const, at: SINCE, data });
  const id = data.driverCode;
  await onlyOnce(store, `dedicatedDriver-${id}`, (context) =>
    transact(store, dedicatedDriver, { id, prepare, context }),
  );
}

async function registerLegalBasis(store: EventStore, data: LegalBasisData): Promise<void> {
  const prepare = () => ({ kind: 'register' as const, at: SINCE, data });
  const id = data.number;
  await onlyOnce(store, `legalBasis-${id}`, (context) =>
    transact(store, legalBasis, { id, prepare, context }),
  );
}

/**
 * A stream that exists has its registration, perhaps another than ours: theirs counts. One that was changed from outside,
 * or deleted, stays as it is.
 */
async function onlyOnce(
  store: EventStore,
  stream: string,
  register: (context: CommandContext) => Promise<unknown>,
): Promise<void> {
  const slice = await unlessDamaged(store.readStream(stream));
  if (slice?.revision !== 'noStream' || (await store.isDeleted?.(stream)) === true) return;
  await register(contextFor(stream));
}

function contextFor(stream: string): CommandContext {
  return {
    actor: { sub: 'reference-data', agency: null },
    role: '',
    device: null,
    source: 'IMPORT',
    commandId: commandIdOf('reference-data', stream),
    requestHash: TRUCKFLOW_NAMESPACE,
    correlation: null,
    causation: null,
    policyVersion: null,
  };
}

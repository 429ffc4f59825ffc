/*
 * Some of what goes wrong at a border, so that deviations have something to show. None of it changes a published figure:
 * no truck more or less is on hand, crosses or turns back, at any time.
 */
import type { MovementLine } from '../scenarios/autumn-2021/movement-line';
import type { ApiClient } from '../server/api-client';
import { timeOf, visitOf } from './demo-lines';
import { importLines } from './load';

const DAY = 86_400_000;
const LATE = 8 * DAY;
const TODAY = '2021-12-25T';
/** All that goes wrong is later. */
const MORNING = Date.parse(`${TODAY}10:00:00+07:00`);
const AFTERWARDS = { at: `${TODAY}17:00:00+07:00` };

export interface ThingsThatGoWrong {
  /** The lines to load, without those that come in late. */
  readonly lines: readonly MovementLine[];
  /** Reports what went wrong, when the rest is loaded. */
  report(importer: ApiClient): Promise<void>;
}

export function thingsThatGoWrong(
  first: readonly MovementLine[],
  following: readonly MovementLine[],
): ThingsThatGoWrong {
  const waiting = waitingTrucks(first, following);
  const late = lateClearances(first, waiting);
  const standing = waiting.filter(
    ({ arrival, clearance }) =>
      arrival.body['gate'] === 'HUU_NGHI' && timeOf(clearance) < MORNING && !late.includes(clearance),
  );
  const [passed, missed, held, corrected, scanned] = standing.slice(-5);
  if (!passed || !missed || !held || !corrected || !scanned)
    throw new Error('too few trucks wait at HUU_NGHI');
  const lines = first.filter((line) => !late.includes(line));
  return {
    lines,
    async report(importer) {
      await send(importer, [
        ...late,
        // The last in line is called before all the others, and does not come.
        step('called-out-of-turn', passed, 'call-forward', { at: `${TODAY}15:10:00+07:00` }),
        step('called-in-vain', missed, 'call-forward', {
          at: `${TODAY}14:00:00+07:00`,
          deadline: `${TODAY}16:00:00+07:00`,
        }),
        step('held', held, 'hold', { at: `${TODAY}11:00:00+07:00`, cause: 'DOCUMENTS' }),
        scannedTwice(scanned),
        ghost,
      ]);
      const { clearance } = corrected;
      const wrong = {
        ...AFTERWARDS,
        eventId: await eventIdOf(importer, clearance),
        reason: 'INCORRECT_DATA',
      };
      const never = { ...AFTERWARDS, eventId: await eventIdOf(importer, ghost), reason: 'DID_NOT_OCCUR' };
      const right = { ...clearance.body, declarationNumber: '308000000001' };
      await send(importer, [
        correction('wrong-number', corrected.id, { ...wrong, corrected: right }),
        correction('never-there', GHOST, never),
      ]);
    },
  };
}

interface Waiting {
  readonly id: string;
  readonly arrival: MovementLine;
  readonly clearance: MovementLine;
}

/** Trucks with customs cleared that nobody calls and that do not leave, in the order of their arrival. */
function waitingTrucks(first: readonly MovementLine[], following: readonly MovementLine[]): Waiting[] {
  const steps = Map.groupBy([...first, ...following], visitOf);
  return first
    .filter(({ command }) => command === 'truck-visits')
    .flatMap((arrival) => {
      const id = visitOf(arrival);
      const all = steps.get(id) ?? [];
      const [clearance, ...more] = all.filter((line) => line !== arrival);
      const waits = clearance?.command === 'truck-visits/customs-clearance' && more.length === 0;
      return waits && id !== undefined ? [{ id, arrival, clearance }] : [];
    });
}

/** Clearances of eight days ago that nobody reported until tonight. */
function lateClearances(first: readonly MovementLine[], waiting: readonly Waiting[]): MovementLine[] {
  const end = timeOf(first.at(-1) as MovementLine);
  return waiting
    .map(({ clearance }) => clearance)
    .filter((line) => timeOf(line) < end - LATE)
    .slice(-6);
}

function step(name: string, { id }: Waiting, command: string, body: MovementLine['body']): MovementLine {
  return { key: `demo/${name}`, command: `truck-visits/${command}`, id, body };
}

/** The same truck once more within two minutes, with another load. */
function scannedTwice({ arrival }: Waiting): MovementLine {
  const { visitId: _, ...body } = arrival.body as MovementLine['body'] & { readonly visitId: string };
  const at = new Date(timeOf(arrival) + 60_000).toISOString();
  return { key: 'demo/scanned-twice', command: 'truck-visits', body: { ...body, at, payloadTonnes: 21.5 } };
}

const GHOST = '5b0f7c52-4c7e-4d5c-9a53-0c1d7e0a2512';

/** A plate that was read wrongly: this truck was never there. */
const ghost: MovementLine = {
  key: 'demo/ghost',
  command: 'truck-visits',
  body: {
    visitId: GHOST,
    gate: 'HUU_NGHI',
    direction: 'EXPORT',
    place: 'HUU_NGHI_YARD',
    at: `${TODAY}15:00:00+07:00`,
    tractor: { plate: '12C-999.99' },
    bodyType: 'BOX',
    consignments: [{ consignmentId: 'demo-ghost', cargoClass: 'DRY' }],
  },
};

function correction(name: string, id: string, body: MovementLine['body']): MovementLine {
  return { key: `demo/${name}`, command: 'truck-visits/correction', id, body };
}

async function send(client: ApiClient, lines: readonly MovementLine[]): Promise<void> {
  const refused = (await importLines(client, lines)).find(({ status }) => status !== 200);
  if (refused !== undefined) throw new Error(`${refused.key}: ${JSON.stringify(refused.problem)}`);
}

/** The id of the event that a line recorded: sent again, it is answered as the first time. */
async function eventIdOf(client: ApiClient, line: MovementLine): Promise<string> {
  const [answer] = await importLines(client, [line]);
  const [eventId] = answer?.eventIds ?? [];
  if (eventId === undefined) throw new Error(`${line.key}: ${JSON.stringify(answer?.problem)}`);
  return eventId;
}

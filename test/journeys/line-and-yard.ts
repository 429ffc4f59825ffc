/* The story of a line and a yard by their rules, told over HTTP to one server or to replicas of it. */
import { textOf } from '../proof/both-engines';
import type { Line, Told } from './line';

const GATE = 'CHI_MA';
const BASIS = '9/QĐ-TEST';
const DAY = '2022-01-10';
/** When the last that is told has happened. */
export const STORY_ENDS = '2022-01-31T00:00:00+07:00';

const ARRIVED = [...numbered('O', 10), ...numbered('T', 2), ...numbered('P', 2)];
const ORDER_VALUES = {
  classes: [
    { class: 'FIRST', weight: 1, when: { commodity: ['MEDICINE'] } },
    { class: 'PERISHABLE', weight: 1, when: { cargoClass: ['FRESH_PRODUCE'] } },
    { class: 'TRUSTED', weight: 1, when: { carrier: ['TRUSTED'] } },
    { class: 'ORDINARY', weight: 5 },
  ],
  window: 1,
  requires: ['CUSTOMS'],
};
/** What trucks bring by the letter of their class. */
const GOODS: Readonly<Record<string, object>> = {
  F: { cargoClass: 'OTHER', commodity: 'MEDICINE' },
  P: { cargoClass: 'FRESH_PRODUCE', commodity: 'JACKFRUIT' },
};

/** What is compared of every server, by what it is about. */
export type Shown = Readonly<Record<string, unknown>>;

interface NextCalls {
  readonly items: readonly { readonly visitId: string }[];
}

/** The basis, and the order and the deadline of calls that rest on it. */
export async function layDownRules(line: Line): Promise<void> {
  await line.tell('manager', '/legal-bases', {
    at: clock('06:00'),
    number: BASIS,
    date: '2021-12-01',
    issuer: 'UBND',
    title: 'Order of calls',
    validFrom: '2021-12-01',
  });
  const policy = { at: clock('06:00'), gate: GATE, effectiveFrom: clock('06:00'), legalBasis: BASIS };
  await line.tell('forces', '/policies', {
    ...policy,
    policy: 'ORDER',
    kind: 'QUEUE_ORDER',
    values: ORDER_VALUES,
  });
  const values = { missed: 'END_OF_CLASS', deadlineMinutes: 30 };
  await line.tell('forces', '/policies', { ...policy, policy: 'CALLS', kind: 'CALL', values });
}

/** Ten ordinary trucks, two of a trusted carrier and two with perishables, cleared by customs. Answers a ticket. */
export async function arrive(line: Line): Promise<string> {
  const codes: string[] = [];
  for (const [index, name] of ARRIVED.entries()) {
    codes.push(await arriveAs(line, name, minute('07:00', index)));
    await clearCustoms(line, name, minute('07:30', index));
  }
  return codes.at(-1) ?? '';
}

/** Those that can be called, by name, in the order of their calls. */
export async function nextCalls(line: Line, at: string, server = 0): Promise<string[]> {
  const path = `/gate-boards/${GATE}/next-calls?limit=50&at=${encodeURIComponent(at)}`;
  return (await line.read<NextCalls>(path, server)).items.map(({ visitId }) => nameOf(visitId));
}

/** Calls whoever is next, through each server in turn, until all are called. Answers whom; one comes meanwhile. */
export async function callAll(line: Line): Promise<string[]> {
  const called: string[] = [];
  for (let round = 0; ; round += 1) {
    if (round === 5) {
      await arriveAs(line, 'F1', clock('08:04'));
      await clearCustoms(line, 'F1', clock('08:04'));
    }
    const [at, server] = [minute('08:00', round), round % line.servers];
    const [name] = await nextCalls(line, at, server);
    if (name === undefined) return called;
    await line.tell('operator', callOf(name), { at }, server);
    called.push(name);
  }
}

/** Calls a truck through the first server, in order or not. */
export function call(
  line: Line,
  name: string,
  body: { readonly at: string; readonly override?: string },
): Promise<Told> {
  return line.say('operator', callOf(name), body);
}

/** A truck was not where it was called, for a reason. */
export async function excuse(line: Line, name: string): Promise<void> {
  const body = { at: clock('09:00'), cause: 'BREAKDOWN' };
  await line.tell('operator', `/truck-visits/${visitOf(name)}/call-excuse`, body);
}

/** A truck is called before those that stand before it, by two agencies. Answers what was refused on the way. */
export async function callByOverride(line: Line, name: string): Promise<(string | undefined)[]> {
  const path = `/border-gates/${GATE}/order-override`;
  const body = { at: clock('10:00'), visitId: visitOf(name), reason: 'Live fish', legalBasis: BASIS };
  const { id: override } = await line.tell('manager', path, body);
  const early = await call(line, name, { at: clock('10:01'), override });
  const confirmation = { at: clock('10:02'), override };
  const colleague = await line.say('colleague', `${path}-confirmation`, confirmation);
  await line.tell('guard', `${path}-confirmation`, confirmation);
  const called = await call(line, name, { at: clock('10:03'), override });
  return [early.code, colleague.code, called.code];
}

/** A lane is closed over three days. */
export async function closeLane(line: Line): Promise<void> {
  await line.tell('manager', '/border-gates/TAN_THANH/lane-closure', {
    at: clock('11:00'),
    lane: 'MAIN',
    kind: 'ORDINARY',
    effectiveFrom: '2022-01-15T08:00:00+07:00',
    until: '2022-01-17T11:00:00+07:00',
    legalBasis: BASIS,
  });
}

/** A truck stands three day-nights in a yard with a tariff, and pays for one. */
export async function parkAndPay(line: Line): Promise<void> {
  await line.tell('manager', '/tariffs', {
    at: clock('12:00'),
    tariff: 'PARKING',
    kind: 'PARKING',
    yards: ['TAN_THANH_YARD'],
    legalBasis: BASIS,
    effectiveFrom: clock('12:00'),
    basePrice: 100_000,
    tiers: [
      { fromDayNight: 1, toDayNight: 2, payPercent: 80 },
      { fromDayNight: 3, payPercent: 50 },
    ],
  });
  await arriveAs(line, 'Y1', clock('13:00'), { gate: 'TAN_THANH', place: 'TAN_THANH_YARD' });
  const visit = `/truck-visits/${visitOf('Y1')}`;
  const left = { at: '2022-01-13T13:00:00+07:00', yard: 'TAN_THANH_YARD' };
  await line.tell('yard', `${visit}/yard-exit`, left);
  const paid = { at: '2022-01-13T14:00:00+07:00', payer: 'CARRIER', amount: 80_000, receipt: 'R-1' };
  await line.tell('yard', `${visit}/payment`, paid);
}

/** What one server shows of all this in the end, without what belongs to its log. */
export async function shownBy(line: Line, ticket: string, server = 0): Promise<Shown> {
  const at = `at=${encodeURIComponent(clock('10:30'))}`;
  const paths = {
    bases: '/legal-bases',
    policies: '/policies',
    nextCalls: `/gate-boards/${GATE}/next-calls?limit=50&${at}`,
    queue: `/gate-boards/${GATE}/queue?${at}`,
    overtakings: `/gate-boards/${GATE}/overtakings?from=${DAY}&to=2022-01-11`,
    ledger: `/border-gates/${GATE}/ledger?from=${DAY}&to=2022-01-11`,
    place: `/truck-visits/${visitOf('O10')}/position?${at}`,
    calendar: '/border-gates/TAN_THANH/calendar?from=2022-01-15&to=2022-01-18',
    fees: `/truck-visits/${visitOf('Y1')}/fees`,
    stays: `/yards/TAN_THANH_YARD/stays?from=${DAY}&to=2022-01-14`,
    revenue: `/yards/TAN_THANH_YARD/revenue?from=${DAY}&to=2022-01-14`,
    ticket: `/public/positions/${ticket}`,
  };
  const shown: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(paths)) {
    const { asOf: _, updatedAt: __, ...answer } = await line.read<Record<string, unknown>>(path, server);
    shown[name] = JSON.parse(textOf(answer));
  }
  return shown;
}

async function arriveAs(line: Line, name: string, at: string, more: object = {}): Promise<string> {
  const { ticket } = await line.tell('operator', '/truck-visits', {
    visitId: visitOf(name),
    gate: GATE,
    direction: 'EXPORT',
    at,
    tractor: { plate: `12C-${numberOf(name)}` },
    bodyType: 'BOX',
    carrier: name.startsWith('T') ? 'TRUSTED' : 'CARRIER',
    consignments: [
      { consignmentId: `goods-${name}`, cargoClass: 'DRY', commodity: 'RICE', ...GOODS[name.charAt(0)] },
    ],
    ...more,
  });
  return ticket?.code ?? '';
}

async function clearCustoms(line: Line, name: string, at: string): Promise<void> {
  const body = { at, declarationNumber: `D-${name}` };
  await line.tell('operator', `/truck-visits/${visitOf(name)}/customs-clearance`, body);
}

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}

const LETTERS = 'FPTOY';

/** Five digits of a truck, by its name. */
function numberOf(name: string): string {
  return `${LETTERS.indexOf(name.charAt(0))}${name.slice(1).padStart(4, '0')}`;
}

function visitOf(name: string): string {
  return `00000000-0000-4000-8000-0000000${numberOf(name)}`;
}

function callOf(name: string): string {
  return `/truck-visits/${visitOf(name)}/call-forward`;
}

function nameOf(visitId: string): string {
  return `${LETTERS.charAt(Number(visitId.at(-5)))}${Number(visitId.slice(-4))}`;
}

export function clock(time: string): string {
  return `${DAY}T${time}:00+07:00`;
}

function minute(from: string, minutes: number): string {
  const [hours = 0, begun = 0] = from.split(':').map(Number);
  const total = hours * 60 + begun + minutes;
  return clock(
    [Math.floor(total / 60), total % 60].map((part) => part.toString().padStart(2, '0')).join(':'),
  );
}

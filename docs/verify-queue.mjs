#!/usr/bin/env node
// Recomputes hashes, links and the order of calls from the ledger of a gate. Needs verify-trail.mjs beside it, and nothing of the server: see line-and-order.md.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { faultsOf, linksOf } from './verify-trail.mjs';

const byPlace = (a, b) =>
  Date.parse(a.queuedSince) - Date.parse(b.queuedSince) || compare(a.visitId, b.visitId);
const compare = (a, b) => (a === b ? 0 : a < b ? -1 : 1);
const timeOf = (text) => (text == null ? Infinity : Date.parse(text));

/** The orders of calls that were published, each with the time in which it may be in force; `until` exclusive. */
function ordersIn(policies) {
  const orders = [];
  for (const { type, data } of policies) {
    if (type.endsWith('PolicyPublished.v1')) {
      if (data.kind === 'QUEUE_ORDER')
        orders.push({ ...data, ...data.values, from: timeOf(data.effectiveFrom), until: timeOf(data.until) });
    } else {
      for (const order of orders) {
        const isMeant = order.policy === data.policy && order.version <= data.version;
        if (isMeant) order.until = Math.min(order.until, timeOf(data.effectiveFrom));
      }
    }
  }
  return orders
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from || compare(a.policy, b.policy));
}

/** The order in force at an instant: of the gate before of all gates. A later one of its scope ends an earlier for good. */
function ruleAt(orders, gate, at) {
  const own = orders.filter((one) => one.gate === gate);
  const general = orders.filter((one) => one.gate === undefined);
  const endOf = (scope, index) => Math.min(scope[index].until, scope[index + 1]?.from ?? Infinity);
  const inForce = (scope) =>
    scope.findLast((one, index) => one.from <= at && at < endOf(scope, index) && index >= 0);
  const found = inForce(own);
  if (found !== undefined) return { ...found, since: found.from };
  const shared = inForce(general);
  if (shared === undefined) return undefined;
  const ends = own.map((_, index) => endOf(own, index)).filter((end) => end <= at);
  return { ...shared, since: Math.max(shared.from, ...ends) };
}

function classOf({ classes }, truck) {
  const holds = (listed, values) =>
    listed === undefined || values.some((value) => value !== undefined && listed.includes(value));
  const found = classes.find(
    ({ when }) =>
      when === undefined ||
      (holds(when.bodyType, [truck.bodyType]) &&
        holds(when.carrier, [truck.carrier]) &&
        ['cargoClass', 'commodity', 'tradeForm'].every((field) =>
          holds(
            when[field],
            truck.consignments.map((goods) => goods[field]),
          ),
        )),
  );
  return classes.indexOf(found);
}

const firstRound = ({ classes }) => ({
  place: 0,
  called: classes.map(() => 0),
  calledAhead: classes.map(() => 0),
});

/** The place moves past each class that has nobody callable or was called up to its weight. */
function lookedAt({ classes }, round, counts) {
  if (!counts.some((count) => count > 0)) return round;
  let { place, called, calledAhead } = round;
  while (counts[place] === 0 || called[place] >= classes[place].weight) {
    place += 1;
    if (place === classes.length) [place, called, calledAhead] = [0, calledAhead, classes.map(() => 0)];
  }
  return { place, called, calledAhead };
}

/** A call counts against its own class: in this round, or in the next if this one has left the class. */
function counted({ place, called, calledAhead }, index) {
  const more = (counts) => counts.map((count, other) => (other === index ? count + 1 : count));
  return index < place
    ? { place, called, calledAhead: more(calledAhead) }
    : { place, called: more(called), calledAhead };
}

/** How many are called before a truck, from where the round is. */
function stepsBefore(rule, since, callable, call) {
  const lines = rule.classes.map((_, index) => callable.filter((one) => one.index === index).sort(byPlace));
  const taken = lines.map(() => 0);
  let round = since;
  for (let steps = 0; steps <= callable.length; steps += 1) {
    round = lookedAt(
      rule,
      round,
      lines.map((line, index) => line.length - taken[index]),
    );
    if (lines[round.place][taken[round.place]]?.visitId === call.visitId) return steps;
    taken[round.place] += 1;
    round = counted(round, round.place);
  }
  return callable.length;
}

/** Every call with how many it passed, by the order in force at its time: by all that is known, and by what was known when it was recorded. */
function* judged({ gate, from, round: given }, { orders, calls, line }) {
  const sorted = calls.toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || compare(a.visitId, b.visitId),
  );
  let round;
  let key;
  for (const [number, call] of sorted.entries()) {
    const at = Date.parse(call.at);
    const rule = ruleAt(orders, gate, at);
    const together = sorted.slice(number).filter((other) => Date.parse(other.at) === at);
    const standing = line.filter(
      (one) =>
        Date.parse(one.from) <= at &&
        at < timeOf(one.until) &&
        (one.cleared || !(rule?.requires ?? ['CUSTOMS']).includes('CUSTOMS')),
    );
    if (rule === undefined) {
      yield { call, passed: standing.filter((one) => byPlace(one, call) < 0).length };
      continue;
    }
    const began = `${rule.policy} ${rule.version} ${rule.since}`;
    if (began !== key) {
      const goesOn = key === undefined && given !== null && rule.since < Date.parse(from);
      round = goesOn ? given : firstRound(rule);
      key = began;
    }
    const placed = (trucks) => trucks.map((one) => ({ ...one, index: classOf(rule, one.truck) }));
    const callable = placed([...standing, ...together]);
    const known = callable.filter(
      (one) => one.known === undefined || BigInt(one.known) < BigInt(call.position),
    );
    const passed = stepsBefore(rule, round, callable, call);
    const passedAsKnown = stepsBefore(rule, round, known, call);
    yield { call, rule, passed, passedAsKnown };
    const counts = rule.classes.map((_, index) => callable.filter((one) => one.index === index).length);
    round = counted(lookedAt(rule, round, counts), classOf(rule, call.truck));
  }
}

/** Why an override allows nothing; undefined when another person of another agency confirmed it for this visit. */
function flawOf(override, visitId, acts) {
  const of = (name) =>
    acts.find(({ type, data }) => type.endsWith(`${name}.v1`) && data.override === override);
  const requested = of('OverrideRequested');
  const confirmed = of('OverrideConfirmed');
  if (requested === undefined || confirmed === undefined) return 'its override was not confirmed';
  if (requested.data.visitId !== visitId) return 'its override is of another visit';
  const [one, other] = [requested.data.requestedBy, confirmed.data.confirmedBy];
  if (one.sub === other.sub || one.agency === other.agency)
    return 'its override was confirmed by the same person or agency';
  return undefined;
}

function verifyOrder(ledger, { policies, overrides, calls, line }) {
  const counts = { inOrder: 0, byOverride: 0, asKnown: 0, unruled: 0, observed: 0 };
  const faults = [];
  for (const { call, rule, passed, passedAsKnown } of judged(ledger, {
    orders: ordersIn(policies),
    calls,
    line,
  })) {
    const { override, observed } = call.data;
    const flaw = override === undefined ? undefined : flawOf(override, call.visitId, overrides);
    if (flaw !== undefined) faults.push([call, flaw]);
    else if (override !== undefined) counts.byOverride += 1;
    else if (rule === undefined) counts.unruled += 1;
    else if (passed < rule.window) counts.inOrder += 1;
    else if (passedAsKnown < rule.window) counts.asKnown += 1;
    else if (observed === true) counts.observed += 1;
    else faults.push([call, `it passed ${passed}, and the next ${rule.window} could be called`]);
  }
  const { inOrder, byOverride, asKnown, unruled, observed } = counts;
  const told = `${calls.length} calls: ${inOrder} in order, ${byOverride} by an override, ${asKnown} in order by what was known then, ${observed} told late, ${unruled} without an order`;
  return { told, faults };
}

function verifyChain(events) {
  const faults = [];
  const lines = [];
  let checked = 0;
  const withheld = events.filter(({ sealedText }) => sealedText === null).length;
  for (const event of events.filter(({ sealedText }) => sealedText !== null))
    faults.push(...faultsOf(event).map((fault) => [event, fault]));
  for (const [stream, ofStream] of Map.groupBy(events, (event) => event.stream)) {
    const links = linksOf(ofStream);
    faults.push(...links.faults);
    checked += links.checked;
    // Of a visit the ledger has the calls alone.
    if (stream.startsWith('truckVisit-')) continue;
    for (const gap of links.gaps)
      lines.push(`${stream}: ${gap} not in this ledger; the link over it was not checked`);
  }
  const recomputed = events.length - withheld;
  lines.push(
    `${events.length} events, ${recomputed} recomputed, ${withheld} withheld, ${checked} links checked`,
  );
  return { lines, faults };
}

/** `pages`: the answers of one ledger, in their order. */
function verify(pages) {
  const items = pages.flatMap((page) => page.items ?? []);
  const ofKind = (...kinds) => items.filter((item) => kinds.includes(item.kind));
  const [policies, overrides, calls] = ['POLICY', 'OVERRIDE', 'CALL'].map((kind) => ofKind(kind));
  const stretches = pages.flatMap((page) => page.line ?? []);
  // A truck that stood through several pages is in the line of each.
  const line = [...new Map(stretches.map((one) => [JSON.stringify(one), one])).values()];
  const events = [...policies, ...overrides, ...calls, ...calls.flatMap(({ corrections }) => corrections)];
  if (items.length === 0 || events.some(({ sealedText }) => sealedText === undefined))
    return { lines: ['the file holds no ledger of a gate'], good: false };
  const chain = verifyChain(events);
  const order = verifyOrder(pages[0], { policies, overrides, calls, line });
  const isPart = pages.at(-1).nextCursor != null;
  const faults = [...chain.faults, ...order.faults];
  const told = faults.map(([{ type, eventId }, fault]) => `FAULT ${type} ${eventId}: ${fault}`);
  const good = faults.length === 0 && !isPart;
  const end = good
    ? 'good: hashes, links and the order of calls are as they were recorded'
    : `not good: ${faults.length} faults`;
  const part = isPart ? ['the ledger goes on: add the page of its nextCursor'] : [];
  return { lines: [...chain.lines, order.told, ...part, ...told, end], good };
}

function run(paths) {
  if (paths.length === 0) return { lines: ['usage: npm run -s verify-queue -- ledger.json …'], good: false };
  try {
    return verify(paths.map((path) => JSON.parse(readFileSync(path, 'utf8'))));
  } catch (error) {
    return { lines: [`${paths.join(', ')} cannot be checked: ${error.message}`], good: false };
  }
}

const { lines, good } = run(process.argv.slice(2));
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = good ? 0 : 1;

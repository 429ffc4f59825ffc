#!/usr/bin/env node
// Recomputes an audit trail that was read with ?proof=true. Needs nothing of the server: see audit-trail-proof.md.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const FIELDS = [
  'previousHash',
  'stream',
  'revision',
  'type',
  'eventId',
  'eventTime',
  'recordTime',
  'actor',
  'role',
  'device',
  'source',
  'commandId',
  'index',
  'requestHash',
  'correlation',
  'causation',
  'policyVersion',
  'schemaVersion',
  'data',
];
/** What the trail shows beside the sealed text. */
const SHOWN = FIELDS.filter(
  (name) =>
    ![
      'stream',
      'commandId',
      'index',
      'requestHash',
      'correlation',
      'causation',
      'policyVersion',
      'schemaVersion',
    ].includes(name),
);

const same = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** Objects with their keys in one order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, sorted(member)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** What is wrong with one event by itself. `stream`: of a ledger; of a trail it follows from the visit. */
export function faultsOf(event) {
  const { sealedText, hash } = event;
  if (createHash('sha256').update(sealedText, 'utf8').digest('hex') !== hash)
    return ['its hash is not that of its sealed text'];
  const values = JSON.parse(sealedText);
  if (!Array.isArray(values) || values.length !== FIELDS.length)
    return ['its sealed text is not a list of 19 values'];
  const sealed = Object.fromEntries(FIELDS.map((name, index) => [name, values[index]]));
  sealed.data = JSON.parse(sealed.data);
  const faults = SHOWN.filter((name) => !same(sealed[name], event[name])).map(
    (name) => `its ${name} is not what was sealed`,
  );
  if (sealed.stream !== (event.stream ?? `truckVisit-${event.visitId}`))
    faults.push('its visitId is not what was sealed');
  return faults;
}

/** What is wrong with the links between the events of one stream, and which links cannot be seen. */
export function linksOf(events) {
  const faults = [];
  const gaps = [];
  let checked = 0;
  const order = events.toSorted((one, other) => Number(BigInt(one.revision) - BigInt(other.revision)));
  order.forEach((event, index) => {
    const before = order[index - 1];
    const missing = BigInt(event.revision) - (before === undefined ? 0n : BigInt(before.revision) + 1n);
    if (missing < 0n) faults.push([event, `revision ${event.revision} is there twice`]);
    else if (missing > 0n) {
      const first = before === undefined ? 0n : BigInt(before.revision) + 1n;
      gaps.push(`revision ${first} to ${BigInt(event.revision) - 1n}`);
      if (event.previousHash === null)
        faults.push([event, 'it names no event before it, but is not the first']);
    } else if (event.previousHash !== (before?.hash ?? null)) {
      faults.push([
        event,
        before === undefined
          ? 'it names an event before it, but is the first'
          : 'its previousHash is not the hash of the event before it',
      ]);
    } else checked += 1;
  });
  return { faults, gaps, checked };
}

function verify(trail) {
  const events = (trail.items ?? []).flatMap(({ corrections = [], ...entry }) => [entry, ...corrections]);
  const lines = [];
  if (events.length === 0 || events.some(({ sealedText }) => sealedText === undefined)) {
    return { lines: ['the file holds no audit trail with proof: read it with ?proof=true'], good: false };
  }
  const faults = [];
  let withheld = 0;
  for (const event of events) {
    if (event.sealedText === null) withheld += 1;
    else faults.push(...faultsOf(event).map((fault) => [event, fault]));
  }
  let checked = 0;
  for (const [visitId, ofVisit] of Map.groupBy(events, (event) => event.visitId)) {
    const links = linksOf(ofVisit);
    faults.push(...links.faults);
    checked += links.checked;
    for (const gap of links.gaps)
      lines.push(`visit ${visitId}: ${gap} not in this trail; the link over it was not checked`);
  }
  const damaged = new Set(events.filter((event) => event.damaged).map(({ visitId }) => visitId));
  for (const visitId of damaged)
    lines.push(`visit ${visitId}: its record was changed from outside; what is shown of it cannot be proven`);
  lines.push(
    `${events.length} events, ${events.length - withheld} recomputed, ${withheld} withheld, ${checked} links checked`,
  );
  if (trail.nextCursor != null) lines.push('the trail goes on: this is one page of it');
  for (const [{ eventId, type }, fault] of faults) lines.push(`FAULT ${type} ${eventId}: ${fault}`);
  const good = faults.length === 0 && damaged.size === 0;
  lines.push(
    good
      ? 'good: nothing of it was changed since it was recorded'
      : `not good: ${faults.length} faults, ${damaged.size} damaged visits`,
  );
  return { lines, good };
}

function run([path]) {
  if (path === undefined) return { lines: ['usage: npm run -s verify-trail -- trail.json'], good: false };
  try {
    return verify(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    return { lines: [`${path} cannot be checked: ${error.message}`], good: false };
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { lines, good } = run(process.argv.slice(2));
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = good ? 0 : 1;
}

import { AUTUMN_ENDS, FIRST_WEEK_ENDS } from '../scenarios/autumn-2021/generate';
import { differencesOf, rowCount, runScenario, withEventStore } from './both-engines';

/*
 * npm run proof:scenario -- [week|october|autumn]: the movement log imported into a server on the embedded store and into
 * one on EventStoreDB; the views of both hold the same rows.
 */

const ENDS: Readonly<Record<string, string>> = {
  week: FIRST_WEEK_ENDS,
  october: '2021-10-31T23:59:59+07:00',
  autumn: AUTUMN_ENDS,
};

async function main(name: string): Promise<void> {
  const until = ENDS[name];
  if (until === undefined) throw new Error(`week, october or autumn, not ${name}`);
  const isReal = process.env['EVENTSTORE_URL'] !== undefined;
  console.log(
    `${name}: ${isReal ? 'on the server of EVENTSTORE_URL' : 'on the protocol fake; no EVENTSTORE_URL'}`,
  );
  const embedded = await runScenario(until);
  const served = await withEventStore((url) => runScenario(until, { url }));
  for (const [engine, { lines, refused, seconds }] of Object.entries({ embedded, served })) {
    console.log(`${engine}: ${lines} lines, ${refused} refused, ${Math.round(lines / seconds)}/s`);
  }
  const differences = differencesOf(embedded, served);
  if (differences.length > 0) throw new Error(differences.join('\n'));
  console.log(`${rowCount(served)} rows in ${Object.keys(served.rows).length} tables: equal row for row`);
}

main(process.argv[2] ?? 'week').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

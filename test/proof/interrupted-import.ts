import { parseArgs } from 'node:util';
import { differencesOf, rowCount, runScenario } from './both-engines';
import { interruptServer, interruptStore } from './interruptions';

/*
 * npm run proof:import: October 2021 imported while its store is killed, the embedded one with its server, and each part sent
 * again until all of it is accepted: the views hold the rows of an import that nothing disturbed.
 */

const OCTOBER_ENDS = '2021-10-31T23:59:59+07:00';

async function main(kills: number, seed: number, until: string): Promise<void> {
  const undisturbed = await runScenario(until);
  const { lines } = undisturbed;
  console.log(`undisturbed: ${lines} lines, ${undisturbed.refused} refused`);
  for (const [what, interrupt] of Object.entries({ server: interruptServer, store: interruptStore })) {
    const run = await interrupt({ until, kills, lines, seed });
    const { sendings, unanswered, refused, seconds } = run;
    const differences = differencesOf(undisturbed, run);
    if (run.kills !== kills) differences.push(`killed ${run.kills} times only`);
    if (refused > 0) differences.push(`${refused} lines were refused on the way`);
    if (differences.length > 0) throw new Error(differences.join('\n'));
    console.log(
      `${what} killed ${kills} times (seed ${seed}): ${sendings} sendings, ${unanswered} times 503, 0 refused, ` +
        `${rowCount(run)} rows equal row for row, ${Math.round(seconds)} s`,
    );
  }
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    until: { type: 'string', default: OCTOBER_ENDS },
  },
});

main(Number(values.kills), Number(values.seed), values.until).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

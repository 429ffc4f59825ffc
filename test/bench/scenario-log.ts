import { ApiClient, partsOf, tokenFor } from '../server/api-client';
import { StandaloneProcess } from '../server/standalone-process';
import { generateAutumn2021 } from '../scenarios/autumn-2021/generate';

/** A server on a fresh folder that has recorded the scenario up to some time. */
export interface ServedScenario {
  readonly server: StandaloneProcess;
  readonly lines: number;
  /** From the first line sent to the last answered. */
  readonly linesPerSecond: number;
}

/** Imports the autumn of 2021 up to `until` as an importer would. The caller ends the server. */
export async function serveScenario(directory: string, until: string): Promise<ServedScenario> {
  const parts = [...partsOf(generateAutumn2021({ seed: 1, until }))];
  const server = await StandaloneProcess.start({ PORT: '0', DATA_DIR: directory });
  const token = await tokenFor({ sub: 'importer', roles: ['gate-manager'], gates: ['*'], yards: ['*'] });
  const client = new ApiClient(server.address, token);
  const begin = performance.now();
  let lines = 0;
  for (const { text } of parts) {
    const answers = await client.import(text);
    const refused = answers.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`a movement was refused: ${JSON.stringify(refused)}`);
    lines += answers.length;
  }
  return { server, lines, linesPerSecond: (lines / (performance.now() - begin)) * 1000 };
}

import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_ENDS } from '../scenarios/autumn-2021/generate';
import type { Bench } from './bench';
import { residentMemory } from './process-usage';
import { serveScenario } from './scenario-log';

const MINUTE = 60_000;

/** Resident memory of the standalone process one minute after the last answer of the demo's import. */
export const memory: Bench = {
  name: 'memory',
  async run({ directory }) {
    const { server, lines, linesPerSecond } = await serveScenario(directory, DEMO_ENDS);
    try {
      await pause(MINUTE);
      const { now, peak } = residentMemory(server.pid);
      return [
        { name: `import of ${lines} movements`, unit: 'per s', samples: [linesPerSecond] },
        { name: 'resident memory at its highest', unit: 'MB', samples: [peak / 1e6] },
        {
          name: 'resident memory a minute later',
          unit: 'MB',
          samples: [now / 1e6],
          ceiling: 300,
          goal: '<= 300',
        },
      ];
    } finally {
      await server.stop();
    }
  },
};

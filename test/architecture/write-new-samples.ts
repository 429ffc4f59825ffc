import { join } from 'node:path';
import { writeNewSamples } from './new-samples';

// npm run samples: writes the sample and the first message of each stored type that has none. Look at them and commit
// them; from then on nothing may change them.

const HERE = join('test', 'architecture');

writeNewSamples({ folder: join(HERE, 'stored-events'), messages: join(HERE, 'published-messages.ndjson') })
  .then((written) => {
    const lines = written.length === 0 ? ['every stored type has its sample and its message'] : written;
    for (const line of lines) process.stdout.write(`${line}\n`);
  })
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });

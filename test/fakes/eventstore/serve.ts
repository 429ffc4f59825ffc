import { seeded } from '#libs/event-sourcing/testing';
import { FakeEventStore } from './fake-server';
import { losingAnswers } from './faults';

/*
 * The fake as a process of its own: serve.ts '{"port":0,"file":"…","seed":1,"noise":0.1,"losing":0.3}'.
 * Its first line is its connection string. It serves until it is killed.
 */

interface ServeOptions {
  readonly port?: number;
  readonly file?: string;
  readonly seed?: number;
  readonly noise?: number;
  /** Share of appends whose answer is lost. */
  readonly losing?: number;
}

async function serve({ losing, ...options }: ServeOptions): Promise<void> {
  const fake = await FakeEventStore.start(options);
  if (losing !== undefined) fake.faults.plan('append', losingAnswers(losing, seeded(options.seed ?? 1)));
  process.stdout.write(`${fake.url}\n`);
}

void serve(JSON.parse(process.argv[2] ?? '{}') as ServeOptions);

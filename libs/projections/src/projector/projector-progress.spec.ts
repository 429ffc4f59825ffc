import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrival, logOf } from '../../../read-models/testing/given-events';
import { CATALOGUE } from '../../../read-models/src/catalogue/border-catalogue';
import { Projector } from './projector';
import type { Progress } from './projector-options';
import { rebuildViews } from './rebuild-views';

it('tells where its file stands though nothing that it tries succeeds, and lets nobody read it unrecognised', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'projector-progress-'));
  const store = await logOf(['v0', 'v1', 'v2'].map((id) => arrival(id, '2021-12-15T06:40:00+07:00')));
  await rebuildViews({ store, directory, catalogue: CATALOGUE });
  store.readAt = () => Promise.reject(new Error('not today'));
  const stopping = new AbortController();
  const told: string[] = [];
  const tell = ({ generation, views }: Progress): void => {
    told.push(`${generation ?? 'nothing'} is shown, at ${views[0]?.position ?? 'none'}`);
  };
  let failures = 0;
  const projector: Projector = new Projector({
    ...{ store, directory, catalogue: CATALOGUE, signal: stopping.signal },
    onProgress: tell,
    onRetry: () => {
      failures += 1;
      tell(projector.progress());
      if (failures === 2) stopping.abort();
    },
  });
  tell(projector.progress());
  await projector.run();
  tell(projector.progress());
  expect(new Set(told.slice(1))).toEqual(new Set(['nothing is shown, at 2']));
  expect(told.length).toBeGreaterThan(5);
  rmSync(directory, { recursive: true });
});

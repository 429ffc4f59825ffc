import type { RecordedEvent } from '#libs/event-sourcing';
import { startApi } from '../../apps/api/testing/api-under-test';
import type { ApiUnderTest } from '../../apps/api/testing/api-under-test';

/* An event as the server records it today, from the example bodies of openapi.json. */

interface Route {
  readonly 'x-roles': Readonly<Record<string, unknown>>;
  readonly requestBody: { readonly content: Readonly<Record<string, { readonly example: object }>> };
}

type Posts = Readonly<Record<string, { readonly post: Route }>>;

/** After the begin of every sampled stream. */
const BEGUN_AT = '2021-12-27T06:40:00+07:00';
const DONE_AT = '2021-12-28T09:00:00+07:00';
const NOW = '2021-12-28T12:00:00+07:00';
/** What the record forbids is recorded as it was observed, where the route knows that. */
const OBSERVED = { observed: true, observation: 'taken for a sample' };

/**
 * An event of this stored type, the only one at its border beside what begins its stream.
 * @throws Error where the type comes of no route, or its route refuses the example.
 */
export async function recordedExample(type: string): Promise<RecordedEvent> {
  const border = await startApi();
  border.clock.set(NOW);
  try {
    const { items } = (await border.get('/event-types')).json<{ items: { type: string; route: string }[] }>();
    const route = items.find((one) => one.type === type)?.route.replace(/^POST /, '');
    if (route === undefined) throw new Error(`${type} comes of no route: write its sample by hand`);
    return await recordedAt(border, route, type);
  } finally {
    await border.close();
  }
}

async function recordedAt(border: ApiUnderTest, route: string, type: string): Promise<RecordedEvent> {
  const { paths } = (await border.app.inject('/openapi.json')).json<{ paths: Posts }>();
  const [begin = '', parameter] = route.split(/(?=\/\{)/);
  const id = await posted(border, paths[begin], { url: begin, at: BEGUN_AT, key: 'begin' });
  // Samples of one stream are of different requests: the event ids follow from their keys.
  const url = route.replace(/\{\w+\}/, id);
  if (parameter !== undefined) await posted(border, paths[route], { url, at: DONE_AT, key: type });
  const log = await border.store.readAll(-1n, 10_000);
  const event = log.findLast((one) => one.type === type);
  if (event === undefined) throw new Error(`POST ${route} records no ${type}: write its sample by hand`);
  return event;
}

/** Posts the example of a route. Answers the id of what it is about. */
async function posted(
  border: ApiUnderTest,
  path: Posts[string] | undefined,
  { url, at, key }: { readonly url: string; readonly at: string; readonly key: string },
): Promise<string> {
  const example = path?.post.requestBody.content['application/json']?.example;
  if (path === undefined || example === undefined)
    throw new Error(`openapi.json has no example for POST ${url}`);
  const everywhere = { gates: ['*'], yards: ['*'], companies: ['*'] };
  const token = await border.token(Object.keys(path.post['x-roles'])[0] ?? '', everywhere);
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key };
  const post = (payload: object) => border.app.inject({ method: 'POST', url, headers, payload });
  const plain = await post({ ...example, at });
  const answer = plain.statusCode === 409 ? await post({ ...example, at, ...OBSERVED }) : plain;
  if (answer.statusCode >= 300) throw new Error(`POST ${url} refuses its example at ${at}: ${answer.body}`);
  return answer.json<{ id: string }>().id;
}

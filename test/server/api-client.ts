import { readConfig } from '../../libs/platform/src/config/read-config';
import { developmentKey } from '../../libs/platform/src/keys/development-key';
import { developmentToken } from '../../libs/platform/src/keys/development-token';
import type { TokenClaims } from '../../libs/platform/src/keys/development-token';

/** A token of this machine's development key. */
export async function tokenFor(claims: TokenClaims): Promise<string> {
  const { environment, tokenIssuer, tokenAudience } = readConfig(process.env);
  const frame = { issuer: tokenIssuer, audience: tokenAudience, expires: '12h' };
  return developmentToken(await developmentKey(environment), claims, frame);
}

export interface ImportAnswer {
  readonly line: number;
  readonly key: string;
  readonly status: number;
  readonly id: string | null;
  readonly position: string | null;
  readonly events: readonly string[];
  readonly eventIds: readonly string[];
  readonly problem?: { readonly code: string; readonly detail: string };
}

/** A caller of one server with one token. */
export class ApiClient {
  constructor(
    readonly address: string,
    private readonly token: string,
  ) {}

  /** What is asked for after a position is asked for again until the views are there, however busy the machine. */
  async get<Answer>(path: string): Promise<Answer> {
    const ask = () => fetch(`${this.address}/api/v1${path}`, { headers: this.headers() });
    let response = await ask();
    while (response.status === 503 && /[?&]after=/.test(path)) {
      await response.body?.cancel();
      response = await ask();
    }
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  post(path: string, key: string, body: object): Promise<Response> {
    const headers = { ...this.headers(), 'Content-Type': 'application/json', 'Idempotency-Key': key };
    return fetch(`${this.address}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** One part of an import, as NDJSON. */
  async import(part: string): Promise<ImportAnswer[]> {
    const answers: ImportAnswer[] = [];
    for await (const answer of this.importing(part)) answers.push(answer);
    return answers;
  }

  /** The same, each answer as it comes. @throws TypeError when the connection is cut. */
  async *importing(part: string): AsyncGenerator<ImportAnswer> {
    const headers = { ...this.headers(), 'Content-Type': 'application/x-ndjson' };
    const response = await fetch(`${this.address}/api/v1/movement-imports`, {
      method: 'POST',
      headers,
      body: part,
    });
    if (!response.ok || response.body === null)
      throw new Error(`import: ${response.status} ${await response.text()}`);
    let rest = '';
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line) as ImportAnswer;
    }
  }

  private headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.token}` };
  }
}

/** Largest part of an import that is sent at once, in characters: under 2 MiB in UTF-8 as our lines are. */
const PART = 1_900_000;

/** Lines gathered into parts that one import takes. */
export function* partsOf(
  lines: Iterable<string>,
  size = PART,
): Generator<{ readonly text: string; readonly lines: number }> {
  let text = '';
  let count = 0;
  for (const line of lines) {
    text += line;
    count += 1;
    if (text.length < size) continue;
    yield { text, lines: count };
    text = '';
    count = 0;
  }
  if (text !== '') yield { text, lines: count };
}

import { randomUUID } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JWK } from 'jose';
import { exportJWK, generateKeyPair } from 'jose';
import { ConfigError } from '../config/read-config';

/** Lies in the project root, git-ignored, and is shared by every command that runs there. */
export const DEVELOPMENT_KEY_FILE = '.development-key.json';

/** Private Ed25519 key that signs the tokens of a developer's machine. */
export type DevelopmentKey = JWK & { readonly kid: string };

/**
 * The development key, created by whichever command comes first. The file appears at once and complete: it is
 * written aside and linked to its name, which fails when another process was faster; then that one's key counts.
 * @throws ConfigError under NODE_ENV=production, and when the file holds something else.
 */
export async function developmentKey(environment: string, root = process.cwd()): Promise<DevelopmentKey> {
  if (environment === 'production') {
    throw new ConfigError(
      'the development key is refused under NODE_ENV=production: set JWKS_FILE or JWKS_URL',
    );
  }
  const file = resolve(root, DEVELOPMENT_KEY_FILE);
  const existing = await readKey(file);
  if (existing !== undefined) return existing;
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, `${JSON.stringify(await newKey())}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(aside);
  }
  const key = await readKey(file);
  if (key === undefined) throw new Error(`${file} vanished while it was read`);
  return key;
}

async function newKey(): Promise<DevelopmentKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'EdDSA', use: 'sig', kid: `development-${randomUUID()}` };
}

async function readKey(file: string): Promise<DevelopmentKey | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const key = parsed(text);
  if (key.crv !== 'Ed25519' || typeof key.kid !== 'string' || typeof key.d !== 'string') {
    throw new ConfigError(`${file} is not a development key; delete it and start again`);
  }
  return key as DevelopmentKey;
}

/** Empty when the text is no object. */
function parsed(text: string): Partial<DevelopmentKey> {
  try {
    return Object(JSON.parse(text)) as Partial<DevelopmentKey>;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** The half of the key that verifies. */
export function publicHalf({ kty, crv, x, alg, use, kid }: DevelopmentKey): JWK {
  return Object.fromEntries(
    Object.entries({ kty, crv, x, alg, use, kid }).filter(([, value]) => value !== undefined),
  );
}

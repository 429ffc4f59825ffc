import type { JWTVerifyGetKey } from 'jose';
import type { Config } from '../config/config';
import type { SettingFiles } from '../config/setting-files';
import { parseRevocations } from './revoked-tokens';
import type { RevokedTokens } from './revoked-tokens';
import type { TokenFacts } from './token-facts';
import { verificationKeys } from './verification-keys';
import type { VerificationKeys } from './verification-keys';

interface Parts {
  readonly keys: VerificationKeys;
  readonly revoked: () => RevokedTokens;
  readonly files: Pick<SettingFiles, 'version'>;
}

/** What decides, beside the token itself, whether a token is good: the keys, and what was taken back. */
export class TokenTrust {
  constructor(private readonly parts: Parts) {}

  /** @throws ConfigError when the keys or the revocation list cannot be read. */
  static async open(config: Config, files: SettingFiles): Promise<TokenTrust> {
    const keys = await verificationKeys(config, files);
    const { tokenRevocationsFile: path } = config;
    if (path === undefined) return new TokenTrust({ keys, revoked: () => NOTHING_REVOKED, files });
    const list = await files.watch({ setting: 'TOKEN_REVOCATIONS_FILE', path, parse: parseRevocations });
    return new TokenTrust({ keys, revoked: () => list.value, files });
  }

  /** Finds the key a token must be signed with. */
  get findKey(): JWTVerifyGetKey {
    return this.parts.keys.find;
  }

  /** Grows when keys or revocations have changed: what was decided before has to be decided again. */
  get version(): number {
    return this.parts.files.version;
  }

  /** Whether the key of a verified token still counts and the token was not taken back. */
  stands(token: TokenFacts): boolean {
    return this.parts.keys.holds(token.key) && !this.parts.revoked().has(token);
  }
}

const NOTHING_REVOKED: RevokedTokens = { has: () => false };

import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { DevelopmentKey } from './development-key';

/** What a token says of its holder. */
export interface TokenClaims {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly agency?: string;
  readonly gates?: readonly string[];
  readonly yards?: readonly string[];
  readonly companies?: readonly string[];
}

/** `expires` is a span as jose reads it, e.g. `12h`. */
export interface TokenFrame {
  readonly issuer: string;
  readonly audience: string;
  readonly expires: string;
}

/** A token signed with the development key, with an id (`jti`) of its own, issued now by the machine's clock. */
export async function developmentToken(
  key: DevelopmentKey,
  { sub, ...claims }: TokenClaims,
  frame: TokenFrame,
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.kid })
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuer(frame.issuer)
    .setAudience(frame.audience)
    .setIssuedAt()
    .setExpirationTime(frame.expires)
    .sign(await importJWK(key, 'EdDSA'));
}

import { importJWK, SignJWT } from 'jose';
import type { DevelopmentKey } from './development-key';

/** What a token says of its holder (api.md Conventions). `expires` is a span as jose reads it, e.g. `12h`. */
export interface TokenClaims {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly agency?: string;
  readonly gates?: readonly string[];
  readonly yards?: readonly string[];
  readonly companies?: readonly string[];
}

export interface TokenFrame {
  readonly issuer: string;
  readonly audience: string;
  readonly expires: string;
}

/** A token signed with the development key. */
export async function developmentToken(
  key: DevelopmentKey,
  { sub, ...claims }: TokenClaims,
  frame: TokenFrame,
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.kid })
    .setSubject(sub)
    .setIssuer(frame.issuer)
    .setAudience(frame.audience)
    .setIssuedAt()
    .setExpirationTime(frame.expires)
    .sign(await importJWK(key, 'EdDSA'));
}

/** Header, payload and signature of a compact JWS (RFC 7515). */
const PARTS = 3;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/**
 * Whether a token is spelt in the one way it can be: unpadded base64url whose unused bits are zero. The signature is
 * not covered by itself, so without this one token had several spellings, each with a place of its own in a cache.
 */
export function isCanonicalToken(token: string): boolean {
  const parts = token.split('.');
  return parts.length === PARTS && parts.every(isCanonical);
}

function isCanonical(part: string): boolean {
  return BASE64URL.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part;
}

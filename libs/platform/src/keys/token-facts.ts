/** What of a verified token decides how long it is good. Holds nothing that would let anyone in. */
export interface TokenFacts {
  /** `sub`. */
  readonly subject: string;
  /** `jti`. */
  readonly id?: string;
  /** `iat`, epoch milliseconds. */
  readonly issuedAt: number;
  /** `exp`, epoch milliseconds. */
  readonly expires: number;
  /** Identity of the key that signed it (`keyIdentity`). */
  readonly key: string;
}

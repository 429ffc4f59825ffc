import type { Reach, Visible } from '#libs/http-edge';
import type { Scope } from '#libs/read-models';

/** The caller's reach as the views understand it. */
export function scopeOf({ gates, yards, companies }: Reach): Scope {
  return { gates: codesOf(gates), yards: codesOf(yards), companies: codesOf(companies) };
}

/** Codes for a list: `ALL`, or those the caller may see. */
export function codesOf(visible: Visible): readonly string[] | 'ALL' {
  return visible === 'all' ? 'ALL' : visible;
}

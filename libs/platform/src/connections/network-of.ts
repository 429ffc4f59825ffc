import { isIPv6 } from 'node:net';

/** What counts as one address: an IPv4 address, and a /64 of IPv6, for one customer holds all of it. */
export function networkOf(ip: string): string {
  return isIPv6(ip) && !ip.startsWith('::ffff:') ? firstGroupsOf(ip) : ip;
}

/** The first four of the eight groups, those that `::` abbreviates written out. */
function firstGroupsOf(ip: string): string {
  const [before = [], after = []] = ip.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = new Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

import type { IncomingMessage } from 'node:http';

const NAME = 'host';

/**
 * Whether a request names its host more than once (RFC 9112 3.2). Node keeps the first and a proxy before us may have
 * gone by the other. Names and values take turns in `rawHeaders`.
 */
export function namesTwoHosts({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  let found = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === NAME.length && name.toLowerCase() === NAME) found += 1;
  }
  return found > 1;
}

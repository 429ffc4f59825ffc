import { hash } from 'node:crypto';

/**
 * What makes two requests under one key the same: SHA-256 in hex over method, path and canonical body text, so that
 * white space and the order of keys do not count. Everything else does: `22` and `22.0` are one number, but two
 * spellings of a plate, a time or an id are two requests.
 */
export function requestHash(method: string, path: string, bodyText: string): string {
  return hash('sha256', `${method}\n${path}\n${bodyText}`, 'hex');
}

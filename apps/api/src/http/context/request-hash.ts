import { hash } from 'node:crypto';

/** What makes two requests under one key the same: SHA-256 in hex over method, path and canonical body text. */
export function requestHash(method: string, path: string, bodyText: string): string {
  return hash('sha256', `${method}\n${path}\n${bodyText}`, 'hex');
}

import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../problem/refusal';

/** What may differ from page to page of one list. */
const OF_THE_PAGE = new Set(['limit', 'cursor', 'after', 'format']);
const SEAL_LENGTH = 12;

type Listing = Pick<FastifyRequest, 'query' | 'params' | 'routeOptions'>;

/**
 * A cursor as it goes out: sealed with the list it belongs to (route, what the path names, every filter), so that
 * it opens no other list, where it would show a page that is none. The seal keeps honest clients from mistakes; it
 * is no secret, for a cursor only says where to go on, and what a caller may see is asked again.
 */
export function boundCursor(cursor: string, request: Listing): string {
  return seal(cursor, request) + cursor;
}

/** The cursor inside. @throws Refusal CURSOR_INVALID when it is not of this list with these filters. */
export function unboundCursor(bound: string, request: Listing): string {
  const cursor = bound.slice(SEAL_LENGTH);
  if (boundCursor(cursor, request) === bound) return cursor;
  const detail = 'cursor is the nextCursor of an earlier answer of this list with the same filters';
  throw Refusal.of('CURSOR_INVALID', '', detail);
}

/** A page whose `nextCursor`, if it has one, is bound to its list. */
export function withBoundCursor<Page extends object>(page: Page, request: Listing): Page {
  const { nextCursor } = page as { readonly nextCursor?: unknown };
  return typeof nextCursor === 'string' ? { ...page, nextCursor: boundCursor(nextCursor, request) } : page;
}

function seal(cursor: string, { query, params, routeOptions }: Listing): string {
  const filters = Object.entries(query as Readonly<Record<string, string>>)
    .filter(([name]) => !OF_THE_PAGE.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const list = JSON.stringify([routeOptions.url, params, filters, cursor]);
  return hash('sha256', list, 'base64url').slice(0, SEAL_LENGTH);
}

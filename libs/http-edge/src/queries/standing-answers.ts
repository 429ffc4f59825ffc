import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Reach } from '../access/reach';
import { varyBy } from '../server/vary';
import { isKnownTag } from './conditional';
import { EDGE_VIEWS } from './edge-views';
import type { ListTexts, ReadAt } from './edge-views';
import { Reading } from './reading';

/** What was answered to a caller, and as long as what. */
interface StandingAnswer {
  readonly entityTag: string;
  readonly isTable: boolean;
  readonly asOf: ReadAt;
  /** Epoch milliseconds of the server's clock, inclusive and exclusive. */
  readonly from: number;
  readonly until: number;
}

/** Some 2 MB. */
const MOST_KEPT = 5_000;
/** Longer addresses are asked for once. */
const LONGEST_URL = 300;

/**
 * The tags of answers that would be given again, so that a request with one of them is answered 304 before
 * anything is read. An answer is valid while no view has changed and time alone does not change it.
 */
@Injectable()
export class StandingAnswers {
  private readonly answers = new LRUCache<string, StandingAnswer>({ max: MOST_KEPT });
  /** Numbers of callers: a reach is kept for each, and made anew with another token. */
  private readonly callers = new WeakMap<Reach, number>();
  private lastCaller = 0;

  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(EDGE_VIEWS) private readonly lists: ListTexts,
  ) {}

  /** To be called with what was read, once it has its tag. */
  keep(payload: unknown, isTable: boolean, request: FastifyRequest, reply: FastifyReply): void {
    const { items, asOf } = Object(payload) as { readonly items?: unknown; readonly asOf?: ReadAt };
    const entityTag = reply.getHeader('ETag');
    if (!Array.isArray(items) || asOf === undefined || typeof entityTag !== 'string') return;
    const { reach, query, takenInAt, url } = request;
    const [from, until] = [Date.parse(takenInAt), this.lists.standsUntil(items) ?? -Infinity];
    // `until` is a time of what was asked about, which is now where no other is named.
    const isOfNow = (query as { readonly at?: unknown }).at === undefined;
    if (reach !== null && isOfNow && from < until && url.length <= LONGEST_URL)
      this.answers.set(this.keyOf(reach, url), { entityTag, isTable, asOf, from, until });
  }

  /** A hook behind admission. */
  readonly hook = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { headers, reach, form, method } = request;
    if (headers['if-none-match'] === undefined || reach === null || form !== 'json' || method !== 'GET') {
      done();
      return;
    }
    const known = this.answers.get(this.keyOf(reach, request.url));
    if (known === undefined || !isKnownTag(known.entityTag, request) || !this.stands(known, request)) {
      done();
      return;
    }
    reply.code(304).header('ETag', known.entityTag);
    if (known.isTable) varyBy(reply, 'Accept');
    void reply.send();
  };

  private stands({ asOf, from, until }: StandingAnswer, { takenInAt }: FastifyRequest): boolean {
    const now = Date.parse(takenInAt);
    return from <= now && now < until && this.reading.isLatest(asOf);
  }

  private keyOf(reach: Reach, url: string): string {
    let caller = this.callers.get(reach);
    if (caller === undefined) this.callers.set(reach, (caller = this.lastCaller += 1));
    return `${caller} ${url}`;
  }
}

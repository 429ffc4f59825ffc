/* Content negotiation of tables: a page as JSON, the whole list as CSV or workbook. */

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#libs/platform';
import { Refusal } from '../problem/refusal';
import { Semaphore } from '../server/semaphore';
import { varyBy } from '../server/vary';
import { boundCursor, withBoundCursor } from './bound-cursor';
import { writeCsv } from './csv';
import { CSV, XLSX } from './form';
import { EDGE_VIEWS } from './edge-views';
import type { EdgeViews } from './edge-views';
import { Reading } from './reading';
import { Spool } from './spool';
import type { Table } from './table';
import { ClientGone, TableWalk } from './table-walk';
import { SheetFull, writeWorkbook } from './xlsx';

const DEFAULT_LIMIT = 50;
/** Lists that are written at a time; others wait for their turn. */
const MOST_AT_ONCE = 3;

type Rows = Table<unknown>;

/** Gives tables the form that was asked for: a page as JSON; the whole list, of one moment, as CSV or workbook. */
@Injectable()
export class TableAnswers {
  private readonly writing = new Semaphore(MOST_AT_ONCE);

  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(Config) private readonly config: Config,
    @Inject(EDGE_VIEWS) private readonly views: Pick<EdgeViews, 'localText'>,
  ) {}

  /** @throws Refusal, and what the table's own page throws. */
  async answer(table: Rows, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    varyBy(reply, 'Accept');
    if (request.form === 'json') return withBoundCursor(await this.page(table), request);
    return this.writing.run(() => this.written(table, request, reply));
  }

  private async page({ listing }: Rows): Promise<object> {
    const { after, views, part, page, completed } = listing;
    const asked = {
      limit: part.limit ?? DEFAULT_LIMIT,
      ...(part.cursor === undefined ? {} : { cursor: part.cursor }),
    };
    const read = await this.reading.read(after, views, (db) => page(db, asked));
    return completed === undefined ? read : { ...read, ...(await completed(read)) };
  }

  private async written(table: Rows, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const spool = new Spool(this.config.dataDir);
    try {
      const nextCursor = await this.write(table, spool, request, reply);
      setHeaders(table, request, reply);
      if (nextCursor !== null) {
        const next = nextPage(request.url, boundCursor(nextCursor, request));
        reply.header('Link', `<${next}>; rel="next"`);
      }
      return await spool.content();
    } catch (error) {
      spool.destroy();
      if (error instanceof ClientGone) return '';
      throw refusalOf(error);
    }
  }

  /** All of one moment of the views; where the list goes on when a limit was stated, else null. */
  private async write(
    table: Rows,
    spool: Spool,
    { form, query }: FastifyRequest,
    { raw }: FastifyReply,
  ): Promise<string | null> {
    const { after, views, part } = table.listing;
    const whole = (query as { readonly limit?: string }).limit === undefined;
    const snapshot = await this.reading.snapshot(after, views);
    const walk = new TableWalk(table.listing, snapshot.db, { ...part, whole, isGone: () => raw.destroyed });
    try {
      if (form === 'csv') await writeCsv(table, walk.pages(), spool);
      else
        await writeWorkbook(table, walk.pages(), {
          stream: spool,
          zone: table.layout.zone?.(snapshot.db) ?? 'UTC',
          localText: this.views.localText,
        });
    } finally {
      snapshot.close();
    }
    return walk.nextCursor;
  }
}

function setHeaders({ layout }: Rows, { form }: FastifyRequest, reply: FastifyReply): void {
  reply
    .type(form === 'csv' ? `${CSV}; charset=utf-8; header=present` : XLSX)
    .header('Content-Disposition', `attachment; filename="${layout.fileName}.${form}"`)
    .serializer((content: unknown) => content as string);
}

function refusalOf(error: unknown): unknown {
  if (error instanceof SheetFull) return new Refusal('NOT_ACCEPTABLE', `${error.message}; ask for CSV`);
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
    return new Refusal('STORE_FULL', 'there is no room on the disk to write the list');
  return error;
}

/** Where an answer has no place for a cursor, a header names the page after this one (RFC 8288). */
export function nextPage(url: string, cursor: string): string {
  const [path = '', query] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `${path}?${parameters.toString()}`;
}

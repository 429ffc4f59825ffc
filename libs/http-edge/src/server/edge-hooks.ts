/* The Fastify hooks of every request, in their order: headers, CORS, admission, form of the answer, ETag, records. */

import { NotFoundException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Clock } from '#libs/platform';
import { CLOCK, Config } from '#libs/platform';
import { Gatekeeper } from '../access/gatekeeper';
import type { RouteAccess } from '../access/route-access';
import { RouteTable } from '../access/route-table';
import { setCompression, useCompression } from './compression';
import { CommandAnswer } from '../commands/command-answer';
import { allowCrossOrigin } from './cross-origin';
import { BodyDeadline } from '../json/body-deadline';
import { checkBodyHeaders, useStrictBodies } from '../json/body-parser';
import { namesTwoHosts } from './two-hosts';
import { AccessTrace } from '../operations/access-trace';
import { RequestRecord } from '../operations/request-record';
import { Refusal } from '../problem/refusal';
import { withBoundCursor } from '../queries/bound-cursor';
import { conditional, NotModified, sendNotModified } from '../queries/conditional';
import { EDGE_VIEWS } from '../queries/edge-views';
import type { ListTexts } from '../queries/edge-views';
import { formOf } from '../queries/form';
import { StandingAnswers } from '../queries/standing-answers';
import { Table } from '../queries/table';
import { TableAnswers } from '../queries/table-answers';
import { securityHeaders } from './security-headers';

type Done = (error?: Error) => void;

const BATCH_IDLE_MS = 20_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its body may take minutes to come, if it never pauses for long, and its lines are not counted by the rate limits. */
    readonly isBatch?: true;
  }
}

/**
 * What happens to every request beside its handler. Fastify hooks and not Nest's guards and interceptors: they run
 * before the body is read, and a hook costs a call where an interceptor costs an observable.
 */
export async function addEdgeHooks(app: NestFastifyApplication, openToAll: RegExp): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const gatekeeper = app.get(Gatekeeper);
  const record = app.get(RequestRecord);
  const trace = app.get(AccessTrace);
  const standing = app.get(StandingAnswers);
  const clock = app.get<Clock>(CLOCK);
  for (const known of ['principal', 'reach', 'token'] as const) fastify.decorateRequest(known, null);
  fastify.decorateRequest('takenInAt', '');
  fastify.decorateRequest('form', 'json');
  useStrictBodies(fastify);
  const headers = await securityHeaders();
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    if (namesTwoHosts(request.raw))
      done(new Refusal('REQUEST_MALFORMED', 'there is more than one Host header'));
    else done();
  });
  // Before the routes are watched: what answers a preflight is no route of ours.
  await allowCrossOrigin(fastify, app.get(Config), openToAll);
  fastify.addHook('onRequest', ({ is404 }, _reply, done) => {
    // Where nothing answers, nothing of the body is waited for either.
    done(is404 ? new NotFoundException() : undefined);
  });
  fastify.addHook(
    'preSerialization',
    answerShaper(app.get(TableAnswers), standing, app.get<ListTexts>(EDGE_VIEWS)),
  );
  const deadline = new BodyDeadline(app.get(Config).bodySeconds);
  fastify.addHook('onClose', () => {
    deadline.close();
  });
  app.get(RouteTable).watch(fastify, (route, access) => {
    if (isDerivedHead(route)) return;
    const admission = admissionHook(route, access, gatekeeper, clock);
    const isBatch = route.config?.isBatch === true;
    setCompression(route);
    route.onRequest = [
      admission,
      ...(isBatch ? [limitIdleTime] : []),
      chooseForm,
      standing.hook,
      route.onRequest ?? [],
    ].flat();
    route.onResponse = [record.hookFor(route), trace.hookFor(route, access), route.onResponse ?? []].flat();
    if (isBatch) route.preValidation = endIdleTime;
    if (route.method !== 'POST' || isBatch) return;
    route.preParsing = (request, _reply, payload, done) => {
      deadline.begin(request.raw);
      done(null, payload);
    };
    route.preValidation = (request, _reply, done) => {
      deadline.end(request.raw);
      done();
    };
  });
  await useCompression(fastify);
}

const prepared = new WeakSet();

/** Fastify makes HEAD out of GET, hooks included. */
function isDerivedHead(route: RouteOptions): boolean {
  return [route.onRequest ?? []].flat().some((hook) => prepared.has(hook));
}

/** The body of a batch may take ten minutes, but not pause for 20 s of them. */
function limitIdleTime({ raw }: FastifyRequest, _reply: FastifyReply, done: Done): void {
  raw.socket.setTimeout(BATCH_IDLE_MS);
  done();
}

/** Its lines may wait longer: for the store, or on a busy machine. */
function endIdleTime({ raw, server }: FastifyRequest, _reply: FastifyReply, done: Done): void {
  raw.socket.setTimeout(server.server.timeout);
  done();
}

function admissionHook(route: RouteOptions, access: RouteAccess, gatekeeper: Gatekeeper, clock: Clock) {
  const isOpen = access.kind === 'open' && access.counted !== 'ticket';
  const isPrivate = route.url.startsWith('/api/v1/') && !isOpen;
  const door = { access, uncounted: route.config?.isBatch === true };
  const hook = (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    request.takenInAt = clock.now();
    if (isPrivate) reply.header('Cache-Control', 'no-store');
    let admitted: void | Promise<void>;
    try {
      admitted = gatekeeper.admit(request, door);
      if (request.method === 'POST' && admitted === undefined) checkBodyHeaders(request);
    } catch (error) {
      done(error as Error);
      return;
    }
    if (admitted === undefined) done();
    else settle(request, admitted, done);
  };
  prepared.add(hook);
  return hook;
}

/** The slow way in: a token that had to be verified first. */
function settle(request: FastifyRequest, admitted: Promise<void>, done: Done): void {
  admitted
    .then(() => {
      if (request.method === 'POST') checkBodyHeaders(request);
    })
    .then(() => {
      done();
    }, done);
}

/** Refuses a read in a form that its route does not have, before anything is read. */
function chooseForm(request: FastifyRequest, _reply: FastifyReply, done: Done): void {
  const { forms } = request.routeOptions.config;
  try {
    if (forms !== undefined) request.form = formOf(request, forms);
    done();
  } catch (error) {
    done(error as Error);
  }
}

type Shaped = (error: Error | null, payload: unknown) => void;

/** Gives the answers of commands and of reads their ETag, tables their form, and pages a cursor of their own list. */
function answerShaper(tables: TableAnswers, standing: StandingAnswers, lists: ListTexts) {
  const tagged = (
    answer: unknown,
    isTable: boolean,
    request: FastifyRequest,
    reply: FastifyReply,
  ): unknown => {
    const shaped = conditional(answer, request, reply, lists);
    standing.keep(answer, isTable, request, reply);
    return shaped;
  };
  return (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Shaped): void => {
    if (payload instanceof CommandAnswer) {
      const { entityTag } = payload;
      if (entityTag !== undefined) reply.header('ETag', entityTag);
    } else if (payload instanceof NotModified) {
      sendNotModified(reply, payload);
    } else if (payload instanceof Table) {
      tables.answer(payload as Table<unknown>, request, reply).then(
        (answer) => {
          done(null, tagged(answer, true, request, reply));
        },
        (error: unknown) => {
          done(error as Error, undefined);
        },
      );
      return;
    } else if (typeof payload === 'object' && payload !== null) {
      done(null, tagged(withBoundCursor(payload, request), false, request, reply));
      return;
    }
    done(null, payload);
  };
}

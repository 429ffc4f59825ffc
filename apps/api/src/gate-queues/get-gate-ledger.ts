/* Query: the ledger of a gate, from which anyone can recompute the order of its calls. */

import type { DatabaseSync } from 'node:sqlite';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { after, at, cursor, dateRange, days, limit, Reading } from '#libs/http-edge';
import type { Caller, Parameters } from '#libs/http-edge';
import {
  cursorOf,
  END_OF_TIME,
  gateSource,
  ledgerCalls,
  ledgerLine,
  ledgerRound,
  localDay,
  readCursor,
  startOfDay,
  zoneOf,
} from '#libs/read-models';
import type { LedgerCall, LedgerStretch } from '#libs/read-models';
import { OVERRIDE_VALID_FOR } from '#libs/truck-flow';
import { gateInReach, instantOf } from '../gate-boards/gate-in-reach';
import type { LedgerAnswer, LedgerEntryAnswer, LedgerStretchAnswer } from './ledger-answer';
import { SealedEvents } from './sealed-events';
import type { LedgerEvent } from './sealed-events';

export const LEDGER_PARAMETERS = { at, after, ...days, limit, cursor };
export type LedgerParameters = Parameters<typeof LEDGER_PARAMETERS>;

export class GetGateLedgerQuery extends Query<LedgerAnswer> {
  constructor(
    readonly gate: string,
    readonly parameters: LedgerParameters,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** A ledger entry before its event is read: policies come first, everything else by its time. */
interface Place {
  readonly time: number;
  readonly eventId: string;
  readonly call?: LedgerCall;
  readonly event?: LedgerEvent;
}

const VIEWS = ['border-gates', 'gate-turns'];

@QueryHandler(GetGateLedgerQuery)
export class GetGateLedgerHandler {
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(SealedEvents) private readonly events: SealedEvents,
  ) {}

  /** @throws Rejection GATE_NOT_FOUND, also for a gate outside the caller's reach; CursorUnreadable. */
  async execute({ gate, parameters, caller }: GetGateLedgerQuery): Promise<LedgerAnswer> {
    const { limit, cursor } = parameters;
    const rules = await this.events.ofGate(gate);
    const { asOf, ...read } = await this.reading.read(parameters.after, VIEWS, (db) => {
      const span = spanAsked(db, gateInReach(db, gate, caller.reach), parameters, caller.now);
      const places = placesIn(rules.events, ledgerCalls(db, span), span);
      const begin = cursor === undefined ? 0 : indexBehind(places, cursor);
      const page = places.slice(begin, begin + limit);
      const source = gateSource(db);
      return {
        span,
        page,
        isMore: begin + limit < places.length,
        line: ledgerLine(db, { ...span, ...timeOfCalls(page) }, source),
        round: ledgerRound(db, span, source),
      };
    });
    const { items, damaged } = await this.sealed(read.page);
    const last = read.page.at(-1);
    return {
      gate,
      from: textOf(read.span.from),
      round: read.round,
      items,
      line: read.line.map(shownStretch),
      damaged: [...rules.damaged, ...damaged],
      nextCursor: read.isMore && last !== undefined ? cursorOf(last.time, last.eventId) : null,
      asOf,
    };
  }

  /** The entries of a page with what seals them. */
  private async sealed(page: readonly Place[]): Promise<Pick<LedgerAnswer, 'items' | 'damaged'>> {
    const calls = await this.events.ofVisits(page.flatMap(({ call }) => call?.visitId ?? []));
    const items = page.flatMap(({ time, event, call }): LedgerEntryAnswer[] => {
      if (event !== undefined) return [{ ...event, at: event.eventTime, corrections: [] }];
      const found = call && calls.find(call.eventId);
      if (call === undefined || found === undefined) return [];
      const { visitId, queuedSince, truck } = call;
      const place = { visitId, queuedSince: textOf(queuedSince), truck };
      return [
        {
          kind: 'CALL',
          ...found,
          at: textOf(time),
          ...place,
          corrections: calls.correctionsOf(call.eventId),
        },
      ];
    });
    return { items, damaged: calls.damaged };
  }
}

interface Span {
  readonly gate: string;
  /** Epoch milliseconds; `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

function spanAsked(db: DatabaseSync, gate: string, asked: LedgerParameters, now: string): Span {
  const zone = zoneOf(gateSource(db).gate(gate));
  const instant = instantOf(asked.at, now);
  const range = dateRange(asked.from, asked.to, localDay(zone, instant));
  const from = startOfDay(zone, range.from);
  return { gate, from, to: Math.max(from, Math.min(startOfDay(zone, range.to), instant + 1)) };
}

/** Every policy that may be in force by then, the overrides that may be used, and the calls. */
function placesIn(events: readonly LedgerEvent[], calls: readonly LedgerCall[], { from, to }: Span): Place[] {
  const rules = events.flatMap((event): Place[] => {
    const time = Date.parse(event.eventTime);
    if (event.kind === 'POLICY') return [{ time: Number.MIN_SAFE_INTEGER, eventId: event.eventId, event }];
    return from - OVERRIDE_VALID_FOR <= time && time < to ? [{ time, eventId: event.eventId, event }] : [];
  });
  const made = calls.map((call): Place => ({ time: call.time, eventId: call.eventId, call }));
  return [...rules, ...made].sort(
    (a, b) => a.time - b.time || inLog(a) - inLog(b) || (a.eventId < b.eventId ? -1 : 1),
  );
}

function inLog({ event }: Place): number {
  return event === undefined ? Number.MAX_SAFE_INTEGER : Number(event.position);
}

function indexBehind(places: readonly Place[], cursor: string): number {
  const [time, eventId] = readCursor(cursor, 'number', 'string') as [number, string];
  const index = places.findIndex((one) => one.time === time && one.eventId === eventId);
  return index < 0 ? places.length : index + 1;
}

/** Nothing where no call is among them. */
function timeOfCalls(page: readonly Place[]): Pick<Span, 'from' | 'to'> {
  const times = page.flatMap(({ call }) => call?.time ?? []);
  return { from: times.at(0) ?? 0, to: (times.at(-1) ?? -1) + 1 };
}

function shownStretch({ queuedSince, from, until, known, ...rest }: LedgerStretch): LedgerStretchAnswer {
  return {
    ...rest,
    queuedSince: textOf(queuedSince),
    from: textOf(from),
    until: until >= END_OF_TIME ? null : textOf(until),
    known: known.toString(10),
  };
}

function textOf(time: number): string {
  return new Date(time).toISOString();
}

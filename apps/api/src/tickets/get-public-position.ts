/* Query: where the truck of a ticket stands, for whoever holds the ticket. */

import type { DatabaseSync } from 'node:sqlite';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import {
  after,
  AsOf,
  IsCode,
  IsCount,
  IsCountOrNull,
  IsDescribedBy,
  IsFlag,
  IsInstant,
  IsNested,
  IsOneOf,
  IsText,
  Reading,
  Refusal,
} from '#libs/http-edge';
import type { Parameters } from '#libs/http-edge';
import {
  callsBetween,
  EVERYTHING,
  gateSource,
  localDay,
  localText,
  startOfDay,
  truckVisit,
  visitOfTicket,
  visitPosition,
  zoneOf,
} from '#libs/read-models';
import type { Position as PlaceInLine } from '#libs/read-models';
import { statusAt } from '#libs/truck-flow';
import type { GateStatus, LocalizedName, Stage, StepName } from '#libs/truck-flow';
import { GATE_STATUSES } from '../gate-boards/answer-codes';
import { QUEUE_CLASS, QUEUE_RULE } from '../gate-boards/queue-rule';
import { PublicGateName } from '../public/public-board-answer';
import { MISSING_STEPS } from '../truck-visits/missing-steps';
import { STAGES } from '../truck-visits/visit-stages';
import { toldSentences } from './told-sentences';
import { hashOfTicket } from './ticket';

export const POSITION_PARAMETERS = { after };

/** What is told of a place in each language. */
export class PositionSentence {
  @IsText(500)
  readonly vi!: string;

  @IsText(500)
  readonly zh!: string;

  @IsText(500)
  readonly en!: string;
}

const AHEAD_BY_CLASS = { type: 'object' as const, additionalProperties: { type: 'integer', minimum: 0 } };

/** Where one truck stands, and nothing of any other: no plate, no id, no company. */
export class PublicPosition {
  @IsCode()
  readonly gate!: string;

  @IsNested(() => PublicGateName)
  readonly name!: LocalizedName;

  @IsOneOf(GATE_STATUSES)
  readonly status!: GateStatus;

  @IsOneOf(STAGES)
  readonly stage!: Stage;

  /** In the order of calls, from 1; null once the truck was called or has gone. */
  @IsCountOrNull()
  readonly rank!: number | null;

  @IsDescribedBy(QUEUE_CLASS)
  readonly class!: string | null;

  /** How many of each class are called before it; empty without an order in force. */
  @IsDescribedBy(AHEAD_BY_CLASS)
  readonly aheadByClass!: Readonly<Record<string, number>>;

  @IsDescribedBy(QUEUE_RULE)
  readonly rule!: PlaceInLine['rule'];

  @IsFlag()
  readonly held!: boolean;

  @IsDescribedBy(MISSING_STEPS)
  readonly missing!: readonly StepName[];

  /** Trucks that were called forward at the gate on its local day, up to now. */
  @IsCount()
  readonly callsToday!: number;

  @IsNested(() => PositionSentence)
  readonly sentence!: PositionSentence;

  /** Up to when it counts, with the gate's offset. */
  @IsInstant()
  readonly updatedAt!: string;

  @IsNested(() => AsOf)
  readonly asOf!: AsOf;
}

type Position = Omit<PublicPosition, 'asOf'>;

export class GetPublicPositionQuery extends Query<Position & { readonly asOf: AsOf }> {
  constructor(
    /** As it was typed or scanned. */
    readonly ticket: string,
    readonly parameters: Parameters<typeof POSITION_PARAMETERS>,
    /** When it is asked, RFC 3339 UTC. */
    readonly now: string,
  ) {
    super();
  }
}

const VIEWS = ['tickets', 'truck-visits', 'gate-board', 'gate-turns', 'border-gates'];

@QueryHandler(GetPublicPositionQuery)
export class GetPublicPositionHandler {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  /** @throws Refusal NOT_FOUND, the same for a text that is no ticket and for one that leads nowhere. */
  execute({ ticket, parameters, now }: GetPublicPositionQuery) {
    const hash = hashOfTicket(ticket);
    return this.reading.read(parameters.after, VIEWS, (db) => {
      const position = positionOf(db, hash, Date.parse(now));
      if (position === undefined) throw new Refusal('NOT_FOUND', 'there is no such ticket');
      return position;
    });
  }
}

function positionOf(db: DatabaseSync, hash: string, at: number): Position | undefined {
  const visitId = visitOfTicket(db, hash);
  if (visitId === undefined) return undefined;
  const source = gateSource(db);
  const visit = truckVisit(db, { visitId, at, scope: EVERYTHING }, source);
  const place = visitPosition(db, { visitId, at, scope: EVERYTHING }, source);
  if (visit === undefined || place === undefined) return undefined;
  const { gate: code, stage, onHand, held, missing } = visit;
  const { rank, rule, aheadByClass } = place;
  const gate = source.gate(code);
  const zone = zoneOf(gate);
  const name = gate.registered?.data.name ?? { vi: code, zh: code, en: code };
  return {
    gate: code,
    name,
    status: statusAt(gate, at).status,
    stage,
    rank,
    class: place.class,
    aheadByClass,
    rule,
    held,
    missing,
    callsToday: callsBetween(db, { gate: code, from: startOfDay(zone, localDay(zone, at)), at }),
    sentence: toldSentences({ place, stage, onHand, held, missing }, name),
    updatedAt: localText(zone, at),
  };
}

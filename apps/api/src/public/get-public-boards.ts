import { Inject } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { Config } from '#libs/platform';
import { gateBoards, gateCodes, gateSource, localText, zoneOf } from '#libs/read-models';
import type { AsOf } from '#libs/read-models';
import type { LocalizedName, GateStatus } from '#libs/truck-flow';
import { after, at } from '../http/queries/parameter';
import type { Parameters } from '../http/queries/query-parameters';
import { Reading } from '../http/queries/reading';
import { IsDescribedBy } from '../http/validation/answer-fields';
import { IsCode, IsInstant, IsNested, IsOneOf, IsText } from '../http/validation/fields';

/** Who could ask for any second would see each truck come and go. */
const STEP_MILLISECONDS = 5 * 60_000;

export const publicBoardParameters = {
  at: { ...at, meaning: `${at.meaning}; rounded down to five minutes` },
  after,
};

/** A few trucks could be told apart: their number is not shown (reliability.md U2). */
const FEWEST_SHOWN = 5;
const TOO_FEW = '<5';

export class PublicGateName {
  @IsText()
  readonly vi!: string;

  @IsText()
  readonly zh!: string;

  @IsText()
  readonly en!: string;
}

/** What everybody may know about a gate. */
export class PublicBoard {
  @IsCode()
  readonly gate!: string;

  @IsNested(() => PublicGateName)
  readonly name!: LocalizedName;

  @IsOneOf(['OPEN', 'REDUCED', 'SUSPENDED'])
  readonly status!: GateStatus;

  @IsDescribedBy({ anyOf: [{ type: 'integer', minimum: FEWEST_SHOWN }, { const: TOO_FEW }] })
  readonly trucksOnHand!: number | typeof TOO_FEW;

  /** Up to when the figures count, with the gate's offset: what is asked about, or what was recorded last. */
  @IsInstant()
  readonly updatedAt!: string;
}

export interface PublicBoards {
  readonly items: readonly PublicBoard[];
  readonly asOf: AsOf;
}

export class GetPublicBoardsQuery extends Query<PublicBoards> {
  constructor(
    readonly parameters: Parameters<typeof publicBoardParameters>,
    /** When it is asked, RFC 3339 UTC. */
    readonly now: string,
  ) {
    super();
  }
}

@QueryHandler(GetPublicBoardsQuery)
export class GetPublicBoardsHandler {
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(Config) private readonly config: Config,
  ) {}

  async execute({ parameters, now }: GetPublicBoardsQuery): Promise<PublicBoards> {
    const time =
      parameters.at === undefined
        ? Date.parse(this.config.publicBoardAt ?? now)
        : Math.floor(Date.parse(parameters.at) / STEP_MILLISECONDS) * STEP_MILLISECONDS;
    const { items, asOf } = await this.reading.read(
      parameters.after,
      ['gate-board', 'border-gates'],
      (db) => {
        const source = gateSource(db);
        const boards = gateBoards(db, { at: time, gates: gateCodes(db) }, source);
        return { items: boards.items.map((board) => ({ board, gate: source.gate(board.gate) })) };
      },
    );
    const updated = asOf.recordTime === null ? time : Math.min(time, Date.parse(asOf.recordTime));
    const shown = items.map(({ board: { gate: code, status, trucksOnHand }, gate }) => ({
      gate: code,
      name: gate.registered?.data.name ?? { vi: code, zh: code, en: code },
      status,
      trucksOnHand: trucksOnHand < FEWEST_SHOWN ? (TOO_FEW as typeof TOO_FEW) : trucksOnHand,
      updatedAt: localText(zoneOf(gate), updated),
    }));
    return { items: shown, asOf };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { Reading } from '#libs/http-edge';
import { CLOCK } from '#libs/platform';
import type { Clock } from '#libs/platform';
import { gateBoards, gateSource } from '#libs/read-models';
import { BOARD_VIEWS } from './get-gate-boards';

/** A board as one event: serialised once, for all who follow the gate. `id`: the position it was read at. */
export type BoardFrame = MessageEvent & { readonly id: string; readonly data: string };

/** Boards of gates as they are now, ready to be sent. */
@Injectable()
export class BoardFrames {
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By gate, all of one moment. @throws ViewsNotReady. */
  read(gates: readonly string[]): Readonly<Record<string, BoardFrame>> {
    const at = Date.parse(this.clock.now());
    const { items, asOf } = this.reading.current(BOARD_VIEWS, (db) =>
      gateBoards(db, { at, gates }, gateSource(db)),
    );
    return Object.fromEntries(
      items.map((row) => [row.gate, { type: 'board', id: asOf.position, data: JSON.stringify(row) }]),
    );
  }
}

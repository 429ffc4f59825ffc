import type { DatabaseSync } from 'node:sqlite';
import { statement } from '../sql/statements';

/** 8 MiB: of new keys beside a million commands one in 90,000 is looked up for nothing, beside ten million one in 25. */
const BITS = 2 ** 26;
const BITS_A_KEY = 4;
const PAGE = 20_000;

/**
 * Which idempotency keys the views may know, as a Bloom filter in memory that threads share: the projector's thread
 * adds each key before its row is committed, and whoever asks about a new one, as nearly all are, need not read the
 * `commands` view. Keys are identified by their command ids, which are hashes already.
 */
export class RecordedKeys {
  /** The bits, then one word that is 1 once every key of the live generation is in. */
  private readonly words: Uint32Array<SharedArrayBuffer>;
  private source: DatabaseSync | undefined;
  private last = '';

  /** `memory`: of the keys another thread asks for. */
  constructor(readonly memory = new SharedArrayBuffer(BITS / 8 + Uint32Array.BYTES_PER_ELEMENT)) {
    this.words = new Uint32Array(memory);
  }

  /** False only when no command of this id is in the live generation of the views. */
  mayHold(commandId: string): boolean {
    if (Atomics.load(this.words, BITS / 32) === 0) return true;
    const [first, step] = placesOf(commandId);
    for (let index = 0; index < BITS_A_KEY; index += 1) {
      const bit = (first + Math.imul(index, step)) & (BITS - 1);
      if ((Atomics.load(this.words, bit >>> 5) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  /** To be called before the view's row is committed. */
  add(commandId: string): void {
    const [first, step] = placesOf(commandId);
    for (let index = 0; index < BITS_A_KEY; index += 1) {
      const bit = (first + Math.imul(index, step)) & (BITS - 1);
      Atomics.or(this.words, bit >>> 5, 1 << (bit & 31));
    }
  }

  /**
   * Adds some of the keys that are in the live generation already, from the first again when its file is another
   * than before. True while there are more.
   */
  gather(live: DatabaseSync): boolean {
    if (live !== this.source) {
      Atomics.store(this.words, BITS / 32, 0);
      this.source = live;
      this.last = '';
    } else if (Atomics.load(this.words, BITS / 32) === 1) return false;
    const rows = statement(
      live,
      `SELECT hex(command_id) AS id FROM commands WHERE command_id > unhex(?) ORDER BY command_id LIMIT ${PAGE}`,
    ).all(this.last) as { id: string }[];
    for (const { id } of rows) this.add(id);
    this.last = rows.at(-1)?.id ?? this.last;
    if (rows.length < PAGE) Atomics.store(this.words, BITS / 32, 1);
    return rows.length === PAGE;
  }
}

/** The first and the last 32 bits of a UUID, with or without hyphens: a place and the way from one place to the next. */
function placesOf(uuid: string): readonly [first: number, step: number] {
  return [parseInt(uuid.slice(0, 8), 16), parseInt(uuid.slice(-8), 16) | 1];
}

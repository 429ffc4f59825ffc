/* Index of command ids: 48-bit keys and a Bloom filter. */
import { createHash } from 'node:crypto';

const KEY_RANGE = 2 ** 48;
const UUID = /^[\da-f]{8}-[\da-f]{4}-/i;
/** 1 MiB: beside a million commands one new one in 20 is looked up for nothing. */
const FILTER_BITS = 2 ** 23;
const FREE = -1;
const NONE: readonly number[] = [];

/** 48 bits of a command id. Command ids are hashes, so few share them; any other text is hashed here. */
export function keyOf(commandId: string): number {
  if (!UUID.test(commandId)) return createHash('sha256').update(commandId).digest().readUIntBE(0, 6);
  return parseInt(commandId.slice(0, 8), 16) * 2 ** 16 + parseInt(commandId.slice(9, 13), 16);
}

/** The positions of some keys. They lie nearly in the order of the keys, so in that of a B-tree's pages. */
export class CommandKeys {
  private keys: Float64Array;
  private positions: Float64Array;
  private count = 0;

  /** `capacity`: of keys, before it grows. */
  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(capacity * 1.5));
    this.keys = new Float64Array(slots);
    this.positions = new Float64Array(slots).fill(FREE);
  }

  get size(): number {
    return this.count;
  }

  get slots(): number {
    return this.keys.length;
  }

  add(key: number, position: number): void {
    if (this.count > this.slots * 0.8) this.grow();
    let slot = this.slotOf(key);
    while (this.positions[slot] !== FREE) slot = this.after(slot);
    this.keys[slot] = key;
    this.positions[slot] = position;
    this.count += 1;
  }

  /** In the order in which they were added, while the table did not grow. */
  positionsOf(key: number): readonly number[] {
    let found: number[] | undefined;
    for (let slot = this.slotOf(key); ; slot = this.after(slot)) {
      const position = this.positions[slot] ?? FREE;
      if (position === FREE) return found ?? NONE;
      if (this.keys[slot] === key) (found ??= []).push(position);
    }
  }

  /** Undefined where the slot is free. */
  at(slot: number): { readonly key: number; readonly position: number } | undefined {
    const position = this.positions[slot] ?? FREE;
    return position === FREE ? undefined : { key: this.keys[slot] ?? 0, position };
  }

  private slotOf(key: number): number {
    return Math.floor((key / KEY_RANGE) * this.slots);
  }

  private after(slot: number): number {
    return slot + 1 === this.slots ? 0 : slot + 1;
  }

  private grow(): void {
    const grown = new CommandKeys(this.slots);
    for (let slot = 0; slot < this.slots; slot++) {
      const entry = this.at(slot);
      if (entry !== undefined) grown.add(entry.key, entry.position);
    }
    this.keys = grown.keys;
    this.positions = grown.positions;
  }
}

/** Which keys the table on disk may hold. */
export class KeyFilter {
  private readonly words = new Uint32Array(FILTER_BITS / 32);

  add(key: number): void {
    this.set(key % FILTER_BITS);
    this.set(Math.floor(key / FILTER_BITS) % FILTER_BITS);
  }

  mayHold(key: number): boolean {
    return this.has(key % FILTER_BITS) && this.has(Math.floor(key / FILTER_BITS) % FILTER_BITS);
  }

  private set(bit: number): void {
    this.words[bit >>> 5] = (this.words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  private has(bit: number): boolean {
    return ((this.words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}

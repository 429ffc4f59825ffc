/**
 * How far a projection has come, kept where its rows are kept and moved in the same transaction.
 * STORED: moved. IGNORED: it stood there already, the batch was handled before. MISMATCH: it does not stand where
 * the caller left it. CURRENT_AHEAD: it is beyond the new position; somebody else handles this projection.
 */
export type CheckpointOutcome = 'STORED' | 'IGNORED' | 'MISMATCH' | 'CURRENT_AHEAD';

/** A move of a checkpoint. Positions before the first event are null. */
export interface CheckpointMove {
  /** Where the caller found it. */
  readonly expected: bigint | null;
  /** Where it handled the log up to. */
  readonly next: bigint;
}

/** Compare and swap: what becomes of a move when the checkpoint is at `current`. */
export function compareCheckpoint(
  current: bigint | null,
  { expected, next }: CheckpointMove,
): CheckpointOutcome {
  if (current !== null && current === next) return 'IGNORED';
  if (current !== null && current > next) return 'CURRENT_AHEAD';
  return current === expected ? 'STORED' : 'MISMATCH';
}

/** Checkpoints by the name and version of a projection; a new version begins anew beside the old one. */
export interface CheckpointStore {
  read(name: string, version: number): bigint | null | Promise<bigint | null>;
  /** Moves the checkpoint or leaves it; only STORED has changed anything. Positions only ever grow. */
  store(name: string, version: number, move: CheckpointMove): CheckpointOutcome | Promise<CheckpointOutcome>;
}

/** Checkpoints in memory, by the same rules. */
export class MemoryCheckpointStore implements CheckpointStore {
  private readonly positions = new Map<string, bigint>();

  read(name: string, version: number): bigint | null {
    return this.positions.get(keyOf(name, version)) ?? null;
  }

  store(name: string, version: number, move: CheckpointMove): CheckpointOutcome {
    const outcome = compareCheckpoint(this.read(name, version), move);
    if (outcome === 'STORED') this.positions.set(keyOf(name, version), move.next);
    return outcome;
  }
}

function keyOf(name: string, version: number): string {
  return `${name} ${version}`;
}

/** Two projectors at one projection, or rows and checkpoint that diverged: nothing was written. */
export class CheckpointMismatch extends Error {
  override readonly name = 'CheckpointMismatch';
  constructor(
    readonly projection: string,
    readonly outcome: Exclude<CheckpointOutcome, 'STORED'>,
    readonly move: CheckpointMove,
  ) {
    super(`checkpoint of ${projection}: ${outcome} moving from ${move.expected ?? 'none'} to ${move.next}`);
  }
}

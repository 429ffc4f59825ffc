import type { CheckpointStore } from '#libs/event-sourcing';

/** Every place that keeps checkpoints passes these cases (those of Emmett's processor checkpoints, and restarts). */
export function checkpointContract(open: () => CheckpointStore | Promise<CheckpointStore>): void {
  const name = 'gate-queue';
  let store: CheckpointStore;

  beforeEach(async () => {
    store = await open();
  });

  it('has no position before the first batch', async () => {
    expect(await store.read(name, 1)).toBeNull();
  });

  it('stores the first position', async () => {
    expect(await store.store(name, 1, { expected: null, next: 0n })).toBe('STORED');
    expect(await store.read(name, 1)).toBe(0n);
  });

  it('moves on from where the caller found it', async () => {
    await store.store(name, 1, { expected: null, next: 4n });
    expect(await store.store(name, 1, { expected: 4n, next: 9n })).toBe('STORED');
    expect(await store.read(name, 1)).toBe(9n);
  });

  it('ignores a batch that was handled before', async () => {
    await store.store(name, 1, { expected: null, next: 4n });
    expect(await store.store(name, 1, { expected: null, next: 4n })).toBe('IGNORED');
    expect(await store.store(name, 1, { expected: 4n, next: 4n })).toBe('IGNORED');
    expect(await store.read(name, 1)).toBe(4n);
  });

  it('refuses a move from another place than it stands at', async () => {
    await store.store(name, 1, { expected: null, next: 4n });
    expect(await store.store(name, 1, { expected: 3n, next: 9n })).toBe('MISMATCH');
    expect(await store.store(name, 1, { expected: null, next: 9n })).toBe('MISMATCH');
    expect(await store.store(name, 1, { expected: 5n, next: 9n })).toBe('MISMATCH');
    expect(await store.read(name, 1)).toBe(4n);
  });

  it('refuses a move from a place when it stands at none', async () => {
    expect(await store.store(name, 1, { expected: 3n, next: 9n })).toBe('MISMATCH');
    expect(await store.read(name, 1)).toBeNull();
  });

  it('never goes back', async () => {
    await store.store(name, 1, { expected: null, next: 9n });
    expect(await store.store(name, 1, { expected: 9n, next: 4n })).toBe('CURRENT_AHEAD');
    expect(await store.store(name, 1, { expected: 3n, next: 4n })).toBe('CURRENT_AHEAD');
    expect(await store.read(name, 1)).toBe(9n);
  });

  it('keeps positions beyond the reach of a number', async () => {
    const far = 9_007_199_254_740_993n;
    await store.store(name, 1, { expected: null, next: far });
    expect(await store.store(name, 1, { expected: far, next: far + 1n })).toBe('STORED');
    expect(await store.read(name, 1)).toBe(far + 1n);
  });

  it('keeps projections and their versions apart', async () => {
    await store.store(name, 1, { expected: null, next: 4n });
    expect(await store.store(name, 2, { expected: null, next: 0n })).toBe('STORED');
    expect(await store.store('gate-board', 1, { expected: null, next: 7n })).toBe('STORED');
    expect(await store.read(name, 1)).toBe(4n);
    expect(await store.read(name, 2)).toBe(0n);
    expect(await store.read('gate-board', 1)).toBe(7n);
  });

  it('lets one of two callers move it', async () => {
    await store.store(name, 1, { expected: null, next: 4n });
    const outcomes = await Promise.all([
      store.store(name, 1, { expected: 4n, next: 8n }),
      store.store(name, 1, { expected: 4n, next: 9n }),
    ]);
    expect(outcomes).toEqual(['STORED', 'MISMATCH']);
  });
}

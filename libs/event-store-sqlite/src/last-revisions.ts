const PER_GENERATION = 10_000;

/**
 * The last revisions of the streams used lately, as appends were answered and reads found them. Valid because all
 * appends of a folder go through one process. In two generations: a full young one becomes the old one, and the old
 * is dropped.
 */
export class LastRevisions {
  private young = new Map<string, bigint>();
  private old = new Map<string, bigint>();

  of(stream: string): bigint | undefined {
    return this.young.get(stream) ?? this.old.get(stream);
  }

  /** A read may tell of an append before its answer does, so the later revision counts. */
  note(stream: string, revision: bigint): void {
    const known = this.of(stream);
    if (known !== undefined && known > revision) return;
    if (this.young.size >= PER_GENERATION) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(stream, revision);
  }
}

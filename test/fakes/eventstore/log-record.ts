/** What a client hands over. Data and metadata are bytes: the server never looks into them. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

export interface Stored extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare position, which are one without explicit transactions. */
  readonly position: bigint;
  readonly created: Date;
}

/* In a file, a line an event. */

export function lineOf({ position, revision, data, metadata, created, ...rest }: Stored): string {
  const texts = { position: String(position), revision: String(revision), created: created.toISOString() };
  const bytes = { data: data.toString('base64'), metadata: metadata.toString('base64') };
  return `${JSON.stringify({ ...rest, ...texts, ...bytes })}\n`;
}

export function recordOf(line: string): Stored {
  const fields = JSON.parse(line) as Record<
    keyof Omit<Stored, 'data' | 'metadata' | 'position' | 'revision' | 'created'>,
    string
  > &
    Record<'data' | 'metadata' | 'position' | 'revision' | 'created', string>;
  return {
    ...fields,
    position: BigInt(fields.position),
    revision: BigInt(fields.revision),
    created: new Date(fields.created),
    data: Buffer.from(fields.data, 'base64'),
    metadata: Buffer.from(fields.metadata, 'base64'),
  };
}

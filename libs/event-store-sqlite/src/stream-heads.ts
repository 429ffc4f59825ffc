/** Where a stream stands: its number, last revision and the hash of its last event. */
export interface StreamHead {
  readonly id: number;
  readonly name: string;
  revision: number;
  hash: string | null;
}

/**
 * The heads used lately, in two generations: when the young one is full it becomes the old one and the old is
 * dropped. Valid only because this process is the only writer; dropped whole when a commit fails.
 */
export class StreamHeads {
  private young = new Map<string, StreamHead>();
  private old = new Map<string, StreamHead>();

  constructor(private readonly generationSize: number) {}

  get(stream: string): StreamHead | undefined {
    const head = this.young.get(stream);
    if (head !== undefined) return head;
    const aged = this.old.get(stream);
    if (aged !== undefined) this.add(aged);
    return aged;
  }

  add(head: StreamHead): void {
    if (this.young.size >= this.generationSize) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(head.name, head);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}

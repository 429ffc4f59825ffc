/** Answers are written in pieces of about this many characters … */
const PIECE = 16_384;
/** … or as they are, once the next one has not come for so many milliseconds. */
const LATE = 200;

/** Writes the answer of a line, when those of all before it are written. */
export type Answer = () => string;

/** The answers of an import in the order of its lines, some of which still run. */
export class AnswerPieces {
  private readonly running: Promise<Answer>[] = [];
  private piece = '';

  /** `answer` never rejects. */
  add(answer: Promise<Answer>): void {
    this.running.push(answer);
  }

  /** Pieces of the answers of the first lines, until at most `left` lines still run. */
  async *drained(left: number): AsyncGenerator<string> {
    while (this.running.length > left) {
      const next = this.running.shift();
      if (next === undefined) return;
      if (this.piece !== '' && (await isLate(next))) yield this.take();
      this.piece += (await next)();
      if (this.piece.length >= PIECE) yield this.take();
    }
  }

  /** The pieces of all answers. */
  async *rest(): AsyncGenerator<string> {
    yield* this.drained(0);
    if (this.piece !== '') yield this.take();
  }

  private take(): string {
    const piece = this.piece;
    this.piece = '';
    return piece;
  }
}

async function isLate(answer: Promise<Answer>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<true>((resolve) => (timer = setTimeout(resolve, LATE, true)));
  const isLate = await Promise.race([answer.then(() => false), late]);
  clearTimeout(timer);
  return isLate;
}

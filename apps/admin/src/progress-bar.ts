import { SingleBar } from 'cli-progress';

/** A bar on standard error that shows how far a command is; nothing where nobody watches. */
export class ProgressBar {
  private readonly bar: SingleBar | null;

  constructor(what: string, total: bigint | number) {
    this.bar = process.stderr.isTTY
      ? new SingleBar({
          format: `${what} {bar} {percentage} % · {value} of {total} events`,
          clearOnComplete: true,
        })
      : null;
    this.bar?.start(Number(total), 0);
  }

  readonly at = (events: bigint | number): void => {
    this.bar?.update(Number(events));
  };

  end(): void {
    this.bar?.stop();
  }
}

/** Runs `work` with a bar that is gone afterwards. */
export async function showing<Done>(
  what: string,
  total: bigint | number,
  work: (bar: ProgressBar) => Done | Promise<Done>,
): Promise<Done> {
  const bar = new ProgressBar(what, total);
  try {
    return await work(bar);
  } finally {
    bar.end();
  }
}

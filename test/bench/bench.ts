import type { Figure } from './figures';

export interface BenchOptions {
  readonly rounds: number;
  /** An empty folder on the disk that is measured; removed afterwards. */
  readonly directory: string;
}

/** One item of the benchmark. Every load in it ends by itself and stays on 127.0.0.1. */
export interface Bench {
  /** As `--only` names it. */
  readonly name: string;
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>;
}

import type { DatabaseSync } from 'node:sqlite';

/** Injection token of the `EdgeViews`. */
export const EDGE_VIEWS = Symbol('EDGE_VIEWS');

/** Where the rows that were read are in the log. `recordTime` null: nothing was recorded yet. */
export interface ReadAt {
  readonly position: string;
  readonly recordTime: string | null;
  /** There while the views are behind although the log goes on. */
  readonly warning?: { readonly code: 'VIEWS_BEHIND'; readonly since: string };
}

/** One moment of the views, to be read piece by piece and closed. */
export interface ReadMoment {
  readonly db: DatabaseSync;
  readonly asOf: ReadAt;
  close(): void;
}

/** The views as they are kept up to date. */
interface LiveReader {
  readonly reader: {
    /** There are views, and it will soon be known whether they may be read. */
    readonly isHeld: boolean;
    /** Reads several things of one moment. @throws what the refusal catalogue knows, when they are not built. */
    read<Answer extends object>(
      names: readonly string[],
      query: (db: DatabaseSync) => Answer,
    ): Answer & { readonly asOf: ReadAt };
    /** @throws as `read`. */
    snapshot(names: readonly string[]): ReadMoment;
    /** Would what was read be read again from the very same rows? */
    isLatest(asOf: ReadAt): boolean;
  };
  /** RFC 3339 UTC; undefined while the views keep up with the log. */
  readonly behindSince: string | undefined;
  /** Up to here a log gave positions that went back since, or was another one; -1n when none is known. */
  readonly lostUpTo: bigint;
  /** How often the log has gone back, or turned out to be another one. */
  readonly forks: number;
  /** True once the views have seen `position`; false when that takes longer than `milliseconds`. */
  until(position: bigint, milliseconds: number): Promise<boolean>;
}

/** How the text of a list is made, and how long it is true. */
export interface ListTexts {
  /** JSON text of a list. */
  textOfList(list: readonly unknown[]): string;
  /** Another text wherever `textOfList` is another. */
  signOfList(list: readonly unknown[]): string;
  /** Epoch milliseconds, exclusive: until when time alone does not change a list; undefined when nobody can say. */
  standsUntil(list: readonly unknown[]): number | undefined;
}

/** What the edge needs of the views that queries read. */
export interface EdgeViews extends ListTexts {
  readonly live: LiveReader;
  /** Was another request recorded under this key? False while the views cannot say. */
  isKeyReused(commandId: string, requestHash: string): boolean;
  /** RFC 3339 with the offset of an IANA zone; `instant` in epoch milliseconds. */
  readonly localText: (zone: string, instant: number) => string;
}

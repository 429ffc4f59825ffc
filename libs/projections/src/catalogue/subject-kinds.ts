import type { DatabaseSync } from 'node:sqlite';
import type { Category, EffectiveEvent, Fold, RecordedEvent } from '#libs/event-sourcing';
import type { Subject, View } from './view';

/** A stream folded up to a log position. */
export interface FoldedStream<State = unknown> {
  readonly id: string;
  /** Never empty. */
  readonly recorded: readonly RecordedEvent[];
  /** The effective history. */
  readonly effective: readonly EffectiveEvent[];
  readonly state: State;
}

/**
 * Streams of another category with whose state a subject is shown, so that their events change its rows, too. There are
 * to be few of them: those that were read stay in memory.
 */
export interface Companion<State = unknown> {
  readonly category: string;
  /** The one that an event names, also where it did so by mistake. */
  idNamedIn(event: RecordedEvent): string | undefined;
  /** The view by which `touched` finds its subjects; it is in every file that shows both categories. */
  readonly index: View;
  /** Ids of the subjects that may be shown otherwise since the companion went from one state to another. */
  touched(db: DatabaseSync, id: string, change: { readonly before: State; readonly after: State }): string[];
}

/** How the streams of one category become what views show. */
export interface SubjectKind<State = unknown> {
  readonly category: Category<State> & { readonly fold: Fold<State> };
  readonly companions?: readonly Companion[];
  subject(stream: FoldedStream<State>, companions: CompanionStates): Subject;
}

/** The state of a companion, as far as it was recorded up to the same position. */
export type CompanionStates = <Other>(companion: Companion<Other>, id: string) => Other;

/** The views of a program, and what they show; events of all other categories are passed over. */
export interface ViewCatalogue {
  readonly views: readonly View[];
  readonly kinds: readonly SubjectKind[];
}

/** A subject kind with one of the companions that it is shown with. */
export interface AccompaniedKind extends Pick<SubjectKind, 'category'> {
  readonly companion: Companion;
}

/** The id in the name of a stream, behind its category. */
export function idIn(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

/** The kinds of a catalogue by the names of streams. */
export class SubjectKinds {
  /** The kinds that are shown with others, once a companion. */
  readonly accompanied: readonly AccompaniedKind[];
  private readonly byCategory: ReadonlyMap<string, SubjectKind>;
  private readonly types: ReadonlySet<string>;
  private readonly companionPrefixes: readonly string[];

  constructor(kinds: readonly SubjectKind[]) {
    this.byCategory = new Map(kinds.map((kind) => [kind.category.name, kind]));
    this.types = new Set(kinds.flatMap(({ category }) => [...category.types, ...category.internalTypes]));
    this.accompanied = kinds.flatMap(({ category, companions = [] }) =>
      companions.map((companion) => ({ category, companion })),
    );
    this.companionPrefixes = this.accompanied.map(({ companion }) => `${companion.category}-`);
  }

  /** The kind of a stream that views show; undefined for what is internal to a protocol. */
  kindOf(stream: string): SubjectKind | undefined {
    return this.byCategory.get(stream.slice(0, stream.indexOf('-')));
  }

  of(category: string): SubjectKind | undefined {
    return this.byCategory.get(category);
  }

  /** Is this a type the domain knows? What it does not know must stop a view, never be passed over (P-15). */
  isKnownType(type: string): boolean {
    return this.types.has(type);
  }

  /** Is this the stream of a companion? */
  isCompanion(stream: string): boolean {
    return this.companionPrefixes.some((prefix) => stream.startsWith(prefix));
  }
}

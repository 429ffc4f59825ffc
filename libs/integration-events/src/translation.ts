import type { Static, TObject } from '@sinclair/typebox';
import type { EffectiveEvent } from '#libs/event-sourcing';
import { correctionOf } from './contract';
import type { Contract, DetailsOf, Topic } from './contract';

/* One stored type in the published language: the contract, and beside it the translation that keeps it. */

/** What else a translation may look at: when it happened, and the subject's effective history up to then. */
export interface Background {
  readonly eventTime: string;
  readonly history: () => readonly EffectiveEvent[];
}

/** From the stored language into the published one. */
export interface Translation<Stored = never, Of extends Contract = Contract> {
  readonly contract: Of;
  /** Names the fields it lets out; what is not named stays inside: plates, people, companies, and all typed freely. */
  readonly details: (data: Stored, background: Background) => DetailsOf<Of>;
  /** Does it look at the history of the subject? */
  readonly needsHistory?: true;
}

/** What one noun publishes. */
export interface PublishedNoun {
  readonly topic: Topic;
  /** What the topic tells, a sentence, for `asyncapi.json`. */
  readonly about: string;
  /** What the published data call the id of a stream. */
  readonly subject: string;
  /**
   * The `source` of what names no gate. Each event of such a noun says its own gate, or none; those of other nouns belong
   * to the gate of their subject.
   */
  readonly source?: string;
  /** Does what names no gate bind every gate, so that whoever follows one gate hears of it? */
  readonly bindsEveryGate?: true;
  /** By stored type: what happened. */
  readonly facts: Readonly<Record<string, Translation>>;
  /** How it is published that an event is corrected; absent where none is. */
  readonly corrected?: Contract;
  /** Stored types that are never published, and why. */
  readonly inside: Readonly<Record<string, string>>;
}

/** Makes what one topic tells: `told` a row of what happened, `corrected` the contract of a correction of any of them. */
export function publishing(topic: Topic, subject: TObject) {
  const contract = <Details extends TObject>(name: string, meaning: string, details: Details) => ({
    type: `vn.truckflow.${name}.v1`,
    topic,
    meaning,
    subject,
    details,
  });
  return {
    told: <Stored extends object, Details extends TObject>(
      name: string,
      meaning: string,
      details: Details,
      translate: (data: Stored, background: Background) => Static<Details>,
    ): Translation<Stored, Contract<Details>> => ({
      contract: contract(name, meaning, details),
      details: translate,
    }),
    corrected: (name: string, meaning: string, facts: Readonly<Record<string, Translation>>): Contract =>
      contract(name, meaning, correctionOf(Object.values(facts).map((fact) => fact.contract))),
  };
}

/** Without the members that are not there: what is absent is left out, never null. */
export function present<Members extends object>(members: Members): Present<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Present<Members>;
}

type Present<Members> = { [Key in keyof Members]?: Exclude<Members[Key], undefined> };

export function range({ min, max }: { readonly min: number; readonly max: number }) {
  return { min, max };
}

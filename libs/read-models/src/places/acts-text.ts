import type { EffectiveEvent, EventMetadata } from '#libs/event-sourcing';

/** An act as the register views keep it. */
type Kept = Omit<EffectiveEvent, 'revision' | 'position' | 'metadata'> & {
  readonly revision: string;
  readonly position: string;
  readonly metadata: Pick<EventMetadata, 'eventTime' | 'recordTime' | 'actor' | 'role'>;
};

/** The text of a gate's or yard's effective acts. */
export function actsText(acts: readonly EffectiveEvent[]): string {
  return JSON.stringify(
    acts.map(({ revision, position, metadata: { eventTime, recordTime, actor, role }, ...act }): Kept => ({
      ...act,
      revision: revision.toString(10),
      position: position.toString(10),
      metadata: { eventTime, recordTime, actor, role },
    })),
  );
}

/** The acts from their text. Of the metadata they have the times, the actor and the role. */
export function readActs(text: string): EffectiveEvent[] {
  return (JSON.parse(text) as Kept[]).map(({ revision, position, metadata, ...act }) => ({
    ...act,
    revision: BigInt(revision),
    position: BigInt(position),
    metadata: metadata as EventMetadata,
  }));
}

/** Position of the last event of a stream, decimal: shows whether a folded copy is still the newest. */
export function versionOf(recorded: readonly { readonly position: bigint }[]): string {
  return (recorded.at(-1)?.position ?? -1n).toString(10);
}

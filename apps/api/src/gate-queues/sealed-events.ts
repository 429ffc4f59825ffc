import { Inject, Injectable } from '@nestjs/common';
import { asStored, sealedTextOf, storedTextOf, streamOf, unlessDamaged } from '#libs/event-sourcing';
import type { CorrectionData, EventStore, RecordedEvent } from '#libs/event-sourcing';
import { EVENT_STORE } from '#libs/platform';
import { ALL_POLICIES, GATE_QUEUE, POLICY_SET, TRUCK_VISIT, VISIT_CORRECTED } from '#libs/truck-flow';
import type { SealedEventAnswer } from './ledger-answer';

/** One recorded event as evidence. */
export type SealedEvent = { readonly [Field in keyof SealedEventAnswer]: SealedEventAnswer[Field] };

/** A policy, or an act of an override. */
export interface LedgerEvent extends SealedEvent {
  readonly kind: 'POLICY' | 'OVERRIDE';
}

/** Events of visits by their ids, as they are sealed. */
export interface SealedVisits {
  readonly find: (eventId: string) => SealedEvent | undefined;
  readonly correctionsOf: (eventId: string) => SealedEvent[];
  /** Streams that cannot be read any more. */
  readonly damaged: readonly string[];
}

/** Reads what seals the events of a ledger from the log itself, and not from a view. */
@Injectable()
export class SealedEvents {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** The policies of a gate and of all gates, and every act of an override at the gate, in the order of the log. */
  async ofGate(gate: string): Promise<{ readonly events: LedgerEvent[]; readonly damaged: string[] }> {
    const read = await Promise.all(
      [streamOf(POLICY_SET.name, ALL_POLICIES), streamOf(GATE_QUEUE.name, gate)].map((stream) =>
        this.read(stream),
      ),
    );
    const [policies, acts] = read.map(({ events }) => events);
    const own = (policies ?? []).filter(({ data }) => isAbout(gate, data as { readonly gate?: string }));
    return {
      events: [
        ...own.map((event) => ({ kind: 'POLICY' as const, ...sealed(event) })),
        ...(acts ?? []).map((event) => ({ kind: 'OVERRIDE' as const, ...sealed(event) })),
      ],
      damaged: read.flatMap(({ damaged }) => damaged),
    };
  }

  async ofVisits(visitIds: readonly string[]): Promise<SealedVisits> {
    const streams = [...new Set(visitIds)].map((id) => streamOf(TRUCK_VISIT.name, id));
    const read = await Promise.all(streams.map((stream) => this.read(stream)));
    const events = read.flatMap((one) => one.events);
    const byId = new Map(events.map((event) => [event.eventId, event]));
    const corrections = Map.groupBy(
      events.filter(({ type }) => type === VISIT_CORRECTED),
      ({ data }) => (data as CorrectionData).eventId,
    );
    return {
      find: (eventId) => {
        const event = byId.get(eventId);
        return event && sealed(event);
      },
      correctionsOf: (eventId) => (corrections.get(eventId) ?? []).map(sealed),
      damaged: read.flatMap(({ damaged }) => damaged),
    };
  }

  private async read(
    stream: string,
  ): Promise<{ readonly events: readonly RecordedEvent[]; readonly damaged: string[] }> {
    const slice = await unlessDamaged(this.store.readStream(stream));
    return slice === undefined ? { events: [], damaged: [stream] } : { events: slice.events, damaged: [] };
  }
}

/** A withdrawal names the gate of its policy as well. */
function isAbout(gate: string, data: { readonly gate?: string }): boolean {
  return data.gate === undefined || data.gate === gate;
}

function sealed(event: RecordedEvent): SealedEvent {
  const { type, data } = asStored(event);
  const { eventTime, recordTime, actor, role, device, source, hash, prevHash } = event.metadata;
  return {
    stream: event.stream,
    revision: event.revision.toString(10),
    position: event.position.toString(10),
    type,
    eventId: event.eventId,
    eventTime,
    recordTime,
    actor,
    role,
    device,
    source,
    hash,
    previousHash: prevHash,
    data: data as object,
    sealedText: sealedTextOf(storedTextOf(event)),
  };
}

/* Given-when-then specification of a decider. */
import { effective, eventIdOf, storableText, streamOf } from '#libs/event-sourcing';
import type {
  Decider,
  Decision,
  DomainEvent,
  EffectiveEvent,
  EventMetadata,
  History,
  RecordedEvent,
  Warning,
} from '#libs/event-sourcing';

/** A past event of a specification. `by` is the actor's sub; by default it was recorded when it happened. */
export type GivenEvent<Event extends DomainEvent = DomainEvent> = Event & {
  readonly by?: string;
  readonly recordTime?: string;
};

/** Id of the `index`-th given event, for commands that name an event. */
export function givenEventId(index: number): string {
  return eventIdOf(GIVEN_COMMAND, index, SPECIFIED);
}

/** What was decided, to be compared. Every comparison also checks the laws that hold for all decisions. */
export interface DecisionSpecification<Event extends DomainEvent> {
  /** The command may truly repeat: said again, it leads to something again. */
  repeatable(): DecisionSpecification<Event>;
  then(events: readonly Event[], warnings?: readonly Warning[]): void;
  thenRejected(code: string): void;
  thenNothing(): void;
}

export interface Specification<Command, Event extends DomainEvent> {
  readonly given: (...events: readonly GivenEvent<Event>[]) => {
    when(command: Command): DecisionSpecification<Event>;
  };
}

const GIVEN_COMMAND = '00000000-0000-5000-8000-000000000001';
const SPECIFIED = 'specified';
const DECIDED_COMMAND = '00000000-0000-5000-8000-000000000002';

/**
 * Given, when, then for one decider. `fold` is the category's own fold of an effective history.
 * On every case, without being asked: `decide` and `fold` leave their arguments unchanged (they are frozen), give
 * the same answer twice, the events can be stored and folded, a rejection has a code, and the same command after
 * its own events decides nothing.
 */
export function specificationOf<Command, Event extends DomainEvent>(
  decider: Decider<Command, Event>,
  fold: (history: readonly EffectiveEvent[]) => unknown,
): Specification<Command, Event> {
  const when = (
    events: readonly GivenEvent<Event>[],
    command: Command,
    repeats: boolean,
  ): DecisionSpecification<Event> => {
    const outcome = (): Outcome<Event> => decideByTheLaws(decider, fold, { given: events, command, repeats });
    return {
      repeatable: () => when(events, command, true),
      then: (expected, warnings) => {
        const decision = accepted(outcome());
        expect(decision.events).toEqual(expected);
        if (warnings !== undefined) expect(decision.warnings).toEqual(warnings);
      },
      thenRejected: (code) => {
        expect(outcome()).toEqual({ rejected: code });
      },
      thenNothing: () => {
        expect(accepted(outcome()).events).toEqual([]);
      },
    };
  };
  return { given: (...events) => ({ when: (command) => when(events, command, false) }) };
}

type Outcome<Event extends DomainEvent> = Decision<Event> | { readonly rejected: string };

function accepted<Event extends DomainEvent>(outcome: Outcome<Event>): Decision<Event> {
  if ('rejected' in outcome) throw new Error(`rejected with ${outcome.rejected}`);
  return outcome;
}

interface Case<Command, Event extends DomainEvent> {
  readonly given: readonly GivenEvent<Event>[];
  readonly command: Command;
  readonly repeats: boolean;
}

function decideByTheLaws<Command, Event extends DomainEvent>(
  decider: Decider<Command, Event>,
  fold: (history: readonly EffectiveEvent[]) => unknown,
  { given, command, repeats }: Case<Command, Event>,
): Outcome<Event> {
  const past = record(decider, given, GIVEN_COMMAND, []);
  const before = historyOf(decider, past);
  expect(fold(before.effective)).toEqual(fold(before.effective));
  const outcome = decided(decider, command, before);
  expect(decided(decider, command, historyOf(decider, past))).toEqual(outcome);
  if ('rejected' in outcome) return outcome;
  for (const event of outcome.events) storableText(event.data);
  const after = historyOf(decider, record(decider, outcome.events, DECIDED_COMMAND, past));
  expect(fold(after.effective)).toEqual(fold(after.effective));
  if (!repeats) expect(accepted(decided(decider, command, after)).events).toEqual([]);
  return outcome;
}

function decided<Command, Event extends DomainEvent>(
  decider: Decider<Command, Event>,
  command: Command,
  history: History,
): Outcome<Event> {
  try {
    return deepFreeze(decider.decide(deepFreeze(command), history));
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return { rejected: code };
  }
}

/** A rejection is an error with a code; anything else is a mistake of the decider. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'Rejection' || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function historyOf(decider: Pick<Decider<never>, 'order'>, recorded: readonly RecordedEvent[]): History {
  return deepFreeze({ recorded, effective: effective(recorded, decider.order) });
}

function record(
  { category }: { readonly category: string },
  events: readonly GivenEvent[],
  commandId: string,
  past: readonly RecordedEvent[],
): RecordedEvent[] {
  let recordTime = past.at(-1)?.metadata.recordTime ?? '';
  const appended = events.map((event, index): RecordedEvent => {
    const revision = BigInt(past.length + index);
    const now = event.recordTime ?? new Date(event.eventTime).toISOString();
    if (now > recordTime) recordTime = now;
    return {
      stream: streamOf(category, SPECIFIED),
      revision,
      position: revision,
      type: event.type,
      eventId: eventIdOf(commandId, index, SPECIFIED),
      data: event.data,
      metadata: metadataOf(event, { commandId, index, recordTime }),
    };
  });
  return [...past, ...appended];
}

function metadataOf(
  event: GivenEvent,
  recorded: { readonly commandId: string; readonly index: number; readonly recordTime: string },
): EventMetadata {
  return {
    ...recorded,
    eventTime: event.eventTime,
    actor: { sub: event.by ?? 'somebody', agency: null },
    role: 'gate-manager',
    device: null,
    source: 'OPERATOR',
    requestHash: '0'.repeat(64),
    correlation: null,
    causation: null,
    policyVersion: null,
    schemaVersion: 1,
    prevHash: null,
    hash: '0'.repeat(64),
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

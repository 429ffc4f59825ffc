import { eventIdOf, uuidV5 } from '#libs/event-sourcing';
import type { CommandContext, DomainEvent, NewEvent } from '#libs/event-sourcing';

/** Ids of protocol events are derived from the command and what they act on, so a repeated attempt repeats them. */
export function protocolEvent(
  stream: string,
  { type, data, eventTime }: DomainEvent,
  { context }: { readonly context: CommandContext },
  subject: string,
): NewEvent {
  const { ifMatch: _, ...metadata } = context;
  const commandId = uuidV5(context.commandId, subject);
  return {
    type,
    eventId: eventIdOf(commandId, 0, stream),
    data,
    metadata: { ...metadata, commandId, eventTime, index: 0, schemaVersion: 1 },
  };
}

import type { Message } from '#libs/integration-events';

/** Well under the megabyte that a broker takes at once by default, headers and frame included. */
const MOST_CHARACTERS = 200_000;

/** The messages in order, in batches that a broker takes at once; a single long one is a batch of its own. */
export function* batches(messages: readonly Message[]): Generator<readonly Message[]> {
  let batch: Message[] = [];
  let characters = 0;
  for (const message of messages) {
    if (batch.length > 0 && characters + message.value.length > MOST_CHARACTERS) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(message);
    characters += message.value.length;
  }
  if (batch.length > 0) yield batch;
}

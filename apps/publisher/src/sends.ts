import type { Message } from '#libs/integration-events';

/** Well under the megabyte that a broker takes at once by default, headers and frame included. */
const MOST_CHARACTERS = 200_000;

/** The messages in order, in portions that a broker takes at once; a single long one stands alone. */
export function* sends(messages: readonly Message[]): Generator<readonly Message[]> {
  let portion: Message[] = [];
  let characters = 0;
  for (const message of messages) {
    if (portion.length > 0 && characters + message.value.length > MOST_CHARACTERS) {
      yield portion;
      portion = [];
      characters = 0;
    }
    portion.push(message);
    characters += message.value.length;
  }
  if (portion.length > 0) yield portion;
}

import { Refusal } from '#libs/http-edge';
import type { Parameter } from '#libs/http-edge';
import { readContainerNumber, readPlate } from '#libs/truck-flow';
import { isContainerNumber, LONGEST_CONTAINER_NUMBER } from './plate-field';

const LONGEST_TEXT = 64;

/** No usual plate has less; whoever types less means its end. */
const SHORTEST_PLATE = 6;
const SHORTEST_END = 3;

/** A plate in any spelling, read as bodies are. @throws Rejection PLATE_UNREADABLE; Refusal QUERY_INVALID */
export const plateText = (meaning: string): Parameter<string | undefined> => ({
  absent: undefined,
  schema: { type: 'string', minLength: SHORTEST_PLATE, maxLength: LONGEST_TEXT },
  meaning,
  read: (text, name) => {
    const { plate } = readPlate(text);
    if (plate.length >= SHORTEST_PLATE) return plate;
    const cure = 'plateEnds finds plates by their last characters';
    throw Refusal.of(
      'QUERY_INVALID',
      '',
      `${name} is a whole plate, ${SHORTEST_PLATE} characters or more; ${cure}`,
    );
  },
});

/** The last characters of a plate, in any spelling. @throws Rejection PLATE_UNREADABLE; Refusal QUERY_INVALID */
export const plateEnd = (meaning: string): Parameter<string | undefined> => ({
  absent: undefined,
  schema: { type: 'string', minLength: SHORTEST_END, maxLength: LONGEST_TEXT },
  meaning,
  read: (text, name) => {
    const { plate } = readPlate(text);
    if (plate.length >= SHORTEST_END) return plate;
    throw Refusal.of('QUERY_INVALID', '', `${name} has ${SHORTEST_END} characters or more`);
  },
});

/** A container number in any spelling, read as bodies are. */
export const containerNumber = (meaning: string): Parameter<string | undefined> => ({
  absent: undefined,
  schema: { type: 'string', minLength: 1, maxLength: LONGEST_TEXT },
  meaning,
  read: (text, name) => {
    const number = readContainerNumber(text);
    if (isContainerNumber(number)) return number;
    throw Refusal.of(
      'QUERY_INVALID',
      '',
      `${name} holds 1 to ${LONGEST_CONTAINER_NUMBER} letters and digits`,
    );
  },
});

import { readContainerNumber, readPlate } from '#libs/truck-flow';
import { Refusal } from '../problem/refusal';
import { isContainerNumber, LONGEST_CONTAINER_NUMBER } from '../validation/plate-field';
import type { Parameter } from './parameter';

const LONGEST_TEXT = 64;

/** A plate in any spelling, read as bodies are. @throws Rejection PLATE_UNREADABLE */
export const plateText = (meaning: string): Parameter<string | undefined> => ({
  absent: undefined,
  schema: { type: 'string', minLength: 1, maxLength: LONGEST_TEXT },
  meaning,
  read: (text) => readPlate(text).plate,
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

import { commandsOf } from '#libs/projections';
import { SHOWN_CATEGORIES } from '#libs/truck-flow';

/** What each command on any stream of the border asked for. */
export const commands = commandsOf(SHOWN_CATEGORIES);

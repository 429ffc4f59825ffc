import { distance } from 'fastest-levenshtein';

/** Longer names leave room for two slips of the finger, short ones for one. */
const LONG_NAME = 8;

/** The one of `names` that `text` was probably meant to be: it differs in a slip or two, not in case or separators. */
export function nearName(text: string, names: readonly string[]): string | undefined {
  const plain = lettersOf(text);
  const ranked = names
    .map((name) => ({ name, slips: distance(plain, lettersOf(name)) }))
    .sort((a, b) => a.slips - b.slips);
  const [best] = ranked;
  const allowed = plain.length >= LONG_NAME ? 2 : 1;
  return best !== undefined && best.slips <= allowed ? best.name : undefined;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

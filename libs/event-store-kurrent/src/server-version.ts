/** Releases up to here send markers that skip events (KurrentDB 4970, fixed by 4990 and 4991; F-25). */
const FIRST_GOOD: readonly (readonly [release: string, patch: number])[] = [
  ['24.10', 5],
  ['25.0', 1],
];
const FIRST_LATER = [25, 1] as const;

const VERSION = /^(\d+)\.(\d+)(?:\.(\d+))?/;

/** Why events could be lost on a server of this version; null when it is good. */
export function refusalOf(version: string): string | null {
  const [, major, minor, patch = '0'] = VERSION.exec(version) ?? [];
  if (major === undefined || minor === undefined) {
    return `the event store does not tell its version (${version}); ${needed()}`;
  }
  const least = FIRST_GOOD.find(([release]) => release === `${Number(major)}.${Number(minor)}`)?.[1];
  const isLater =
    Number(major) > FIRST_LATER[0] || (Number(major) === FIRST_LATER[0] && Number(minor) >= FIRST_LATER[1]);
  const isGood = least === undefined ? isLater : Number(patch) >= least;
  return isGood ? null : `version ${version} of the event store can skip events; ${needed()}`;
}

function needed(): string {
  const releases = FIRST_GOOD.map(([release, patch]) => `${release}.${patch}`).join(' or ');
  return `it needs ${releases}, or ${FIRST_LATER.join('.')} and later`;
}

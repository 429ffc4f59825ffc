import { nearName } from '../near-name';
import { SETTINGS } from './config';

/** A short name is near to too many others that mean nothing here. */
const SHORTEST = 6;

/** For each variable whose name is nearly that of a setting, a sentence that says so: its value counts for nothing. */
export function nearSettings(environment: NodeJS.ProcessEnv): string[] {
  const names = SETTINGS.map(({ name }) => name);
  return Object.keys(environment)
    .filter((name) => !names.includes(name))
    .map((name) => [name, settingMeant(name, names)])
    .filter(([, meant]) => meant !== undefined)
    .map(([name, meant]) => `the variable ${name} is no setting: did you mean ${meant}?`);
}

function settingMeant(name: string, names: readonly string[]): string | undefined {
  const meant = nearName(name, names);
  if (meant === undefined || meant.length >= SHORTEST) return meant;
  return name.toLowerCase().startsWith(meant.toLowerCase()) ? meant : undefined;
}

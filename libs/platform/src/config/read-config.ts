import { validateSync } from 'class-validator';
import { Config, SETTINGS } from './config';
import { productionProblems } from './production-rules';

/** The environment holds a value that is not allowed; the message names every such variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * The configuration that an environment describes. An empty variable counts as absent.
 * @throws ConfigError naming each variable that is not allowed, and production without a key source.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const { config, problems } = settingsIn(environment);
  if (config.environment === 'production' && config.jwksFile === undefined && config.jwksUrl === undefined) {
    problems.push('NODE_ENV=production needs JWKS_FILE or JWKS_URL: the development key is refused there');
  }
  if (config.jwksFile !== undefined && config.jwksUrl !== undefined) {
    problems.push('JWKS_FILE and JWKS_URL exclude each other');
  }
  problems.push(...kafkaProblems(config));
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

/**
 * The same settings for a tool that serves nobody, and so needs no keys.
 * @throws ConfigError naming each variable that is not allowed
 */
export function readToolConfig(environment: NodeJS.ProcessEnv): Config {
  const { config, problems } = settingsIn(environment);
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

function settingsIn(environment: NodeJS.ProcessEnv): { config: Config; problems: string[] } {
  const config = Object.assign(new Config(), valuesIn(environment));
  const errors = new Map(validateSync(config).map((error) => [error.property, error.constraints ?? {}]));
  const problems = SETTINGS.flatMap(({ key, name }) => {
    const why = Object.values(errors.get(key) ?? {}).map((text) => text.replace(key, '').trim());
    return why.length === 0 ? [] : [`${name} ${why.join(', ')}`];
  });
  problems.push(...eventStoreProblems(config), ...productionProblems(config, environment));
  return { config, problems };
}

function eventStoreProblems({ eventStoreUsername, eventStorePasswordFile }: Config): string[] {
  const isHalf = (eventStoreUsername === undefined) !== (eventStorePasswordFile === undefined);
  return isHalf ? ['EVENTSTORE_USERNAME and EVENTSTORE_PASSWORD_FILE go together'] : [];
}

function kafkaProblems({ kafkaUsername, kafkaPasswordFile, kafkaTls }: Config): string[] {
  if (kafkaUsername === undefined && kafkaPasswordFile === undefined) return [];
  if (kafkaUsername === undefined || kafkaPasswordFile === undefined) {
    return ['KAFKA_USERNAME and KAFKA_PASSWORD_FILE go together'];
  }
  return kafkaTls === 'on'
    ? []
    : ['KAFKA_USERNAME needs KAFKA_TLS=on: a password never goes over an open line'];
}

function valuesIn(environment: NodeJS.ProcessEnv): Record<string, string | number> {
  const defaults = new Config();
  const found: Record<string, string | number> = {};
  for (const { key, name } of SETTINGS) {
    const text = environment[name];
    if (text === undefined || text === '') continue;
    found[key] = typeof defaults[key] === 'number' ? Number(text) : text;
  }
  return found;
}

/** The table of settings as `--help` prints it. */
export function settingsHelp(): string {
  const defaults = new Config();
  const width = Math.max(...SETTINGS.map(({ name }) => name.length));
  return SETTINGS.map(({ name, key, meaning }) => {
    const value = defaults[key];
    return `  ${name.padEnd(width)}  ${meaning}${value === undefined ? '' : ` (default ${String(value)})`}`;
  }).join('\n');
}

import type { Config } from './config';

/** Namespaces of the EventStoreDB client begin so; what it writes there holds whole events. */
const CLIENT_NAMESPACE = 'esdb';
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i;
const CURE = 'turn TLS on, or say PLAINTEXT_LINKS=private where nobody else is on that network';

/** What production refuses although each value alone is allowed. One sentence each, none outside production. */
export function productionProblems(config: Config, environment: NodeJS.ProcessEnv): string[] {
  if (config.environment !== 'production') return [];
  const problems = clockProblems(config);
  const { eventStoreUrl, kafkaBrokers, kafkaTls } = config;
  if (
    eventStoreUrl !== undefined &&
    isPlaintext(eventStoreUrl) &&
    !allows(config, storeHosts(eventStoreUrl))
  ) {
    problems.push(`EVENTSTORE_URL has tls=false, which NODE_ENV=production refuses: ${CURE}`);
  }
  if (kafkaBrokers !== undefined && kafkaTls === 'off' && !allows(config, kafkaBrokers.split(','))) {
    problems.push(`KAFKA_TLS is off, which NODE_ENV=production refuses: ${CURE}`);
  }
  if (logsTheClient(environment['DEBUG'] ?? '')) {
    problems.push(
      'DEBUG makes the EventStoreDB client log whole events, which NODE_ENV=production refuses: unset it',
    );
  }
  return problems;
}

function clockProblems({ clockAt }: Config): string[] {
  if (clockAt === undefined) return [];
  return ['CLOCK_AT sets the clock by hand, which NODE_ENV=production refuses: unset it'];
}

/** Options are read as the client reads them: the name in any case, the value as it is. */
function isPlaintext(url: string): boolean {
  const [, query = ''] = url.split('?');
  return query
    .split('&')
    .map((option) => option.split('=').map((part) => part.trim()))
    .some(([name = '', value]) => name.toLowerCase() === 'tls' && value === 'false');
}

/** `host:port` each. */
function storeHosts(url: string): string[] {
  const authority = url.replace(/^[^/]*\/\//, '').split(/[/?]/)[0] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1).split(',');
}

function allows({ plaintextLinks }: Config, hosts: readonly string[]): boolean {
  return plaintextLinks === 'private' || hosts.every((host) => LOOPBACK.test(host.replace(/:\d+$/, '')));
}

/** As the package `debug` reads the variable: patterns apart by comma or white space, `*` for anything, `-` for none. */
function logsTheClient(text: string): boolean {
  const patterns = text.split(/[\s,]+/).filter((pattern) => pattern !== '');
  const isClient = (pattern: string): boolean => {
    const [head = ''] = pattern.split('*');
    return pattern.includes('*')
      ? CLIENT_NAMESPACE.startsWith(head) || head.startsWith(CLIENT_NAMESPACE)
      : head.startsWith(CLIENT_NAMESPACE);
  };
  const silenced = new Set(['-*', `-${CLIENT_NAMESPACE}*`]);
  return patterns.some(isClient) && !patterns.some((pattern) => silenced.has(pattern));
}

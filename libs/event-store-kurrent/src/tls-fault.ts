import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { connect } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { settingIn } from './open-client';

/** Longest wait for one host, in milliseconds. */
const PATIENCE = 1_000;
const DEFAULT_PORT = 2113;
const HOSTS = /^esdb(?:\+discover)?:\/\/(?:[^@]*@)?([^?/]+)/;

/** What was sent instead of a handshake was none. */
const NO_TLS = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO']);
const OF_CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_/;

/**
 * Why no connection comes about, where it is that one side speaks TLS and the other does not, or that a certificate is
 * not trusted; null when it is something else. Asked of the hosts themselves, since the client package only says that
 * there is no connection.
 */
export async function tlsFaultOf(url: string): Promise<string | null> {
  const isPlain = settingIn(url, 'tls')?.toLowerCase() === 'false';
  const trust = isPlain ? { rejectUnauthorized: false } : authorityIn(url);
  for (const host of hostsIn(url)) {
    const answer = await shakeHands({ ...host, ...trust, ALPNProtocols: ['h2'] });
    const fault = isPlain ? faultOfPlain(answer) : faultOfTls(answer);
    if (fault !== null) return fault;
  }
  return null;
}

/** `done`, or the code and the words of what went wrong. */
type HandShake = 'done' | { readonly code: string; readonly message: string };

function faultOfPlain(answer: HandShake): string | null {
  return answer === 'done' ? 'the event store speaks TLS: take tls=false out of EVENTSTORE_URL' : null;
}

function faultOfTls(answer: HandShake): string | null {
  if (answer === 'done') return null;
  const { code, message } = answer;
  if (NO_TLS.has(code)) return 'the event store speaks no TLS: add tls=false to EVENTSTORE_URL';
  if (!OF_CERTIFICATE.test(code)) return null;
  const [why = code] = message.split(/[;\n]/);
  return `the certificate of the event store is not trusted (${why}): look at tlsCAFile in EVENTSTORE_URL`;
}

async function shakeHands(options: ConnectionOptions): Promise<HandShake> {
  const socket = connect(options);
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(PATIENCE) });
    return 'done';
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { code, message };
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

function hostsIn(url: string): ConnectionOptions[] {
  const [, hosts = ''] = HOSTS.exec(url) ?? [];
  return hosts.split(',').map((text) => {
    const [host = '', port = DEFAULT_PORT] = text.trim().split(':');
    return { host, port: Number(port), ...(isIP(host) === 0 ? { servername: host } : {}) };
  });
}

function authorityIn(url: string): ConnectionOptions {
  const path = settingIn(url, 'tlsCAFile');
  return path !== undefined && existsSync(resolve(path)) ? { ca: readFileSync(resolve(path)) } : {};
}

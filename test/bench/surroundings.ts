import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../../libs/event-store-sqlite/src/log-file';
import { DiskProbe } from './disk-probe';

/* What a figure means nothing without: versions, load, the disk, and how durable a commit is. */

const PACKAGES = ['@nestjs/core', 'fastify', 'autocannon'];
const MODES = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

/** Lines of text about this machine at this moment. `directory`: where the benchmark writes. */
export function surroundings(directory: string): string {
  const versions = PACKAGES.map((name) => `${name} ${versionOf(name)}`).join(', ');
  const gibibytes = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `Node ${process.version}, SQLite ${process.versions['sqlite'] ?? '?'}, ${versions}, Linux ${release()}`,
    `${cpus().length} cores (${cpus()[0]?.model.trim() ?? '?'}), ${gibibytes} GiB`,
    `commits: ${commitMode(directory)}`,
    '',
  ].join('\n');
}

/** What changes from minute to minute. */
export function weather(directory: string): string {
  const load = loadavg()
    .map((average) => average.toFixed(2))
    .join(' ');
  const probe = new DiskProbe(directory);
  const rate = Math.round(probe.rate(500));
  probe.close();
  return `load average ${load}; 4 KiB append + fdatasync ${rate.toLocaleString('en')} a second\n`;
}

/** The mode read back from the very connection the store's writer uses. */
function commitMode(directory: string): string {
  const db = openLog(join(directory), { time: new Date().toISOString(), maxBytes: null });
  const read = (name: string): unknown => db.prepare(`PRAGMA ${name}`).get()?.[name];
  const synchronous = Number(read('synchronous'));
  const text = `journal_mode=${String(read('journal_mode'))}, synchronous=${synchronous} (${MODES[synchronous] ?? '?'})`;
  db.close();
  return `${text}, read back`;
}

function versionOf(name: string): string {
  const file = join(__dirname, '..', '..', 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

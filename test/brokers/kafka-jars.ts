import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const VERSION = '4.1.0';
const ATTEMPTS = 3;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>vn.truckflow</groupId><artifactId>kafka-node</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
  </dependencies>
</project>
`;

/** What is missing on this machine to run a broker; undefined when nothing is. */
export async function missingForBroker(): Promise<string | undefined> {
  for (const [program, flag] of [
    ['java', '-version'],
    ['mvn', '-version'],
  ] as const) {
    const found = await run(program, [flag]).then(
      () => true,
      () => false,
    );
    if (!found) return program === 'java' ? 'a JDK' : 'Maven';
  }
  return undefined;
}

/** Class path of the broker. Fetched once by Maven, kept outside the project, complete or not there at all. */
export async function kafkaClassPath(): Promise<string> {
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'truckflow',
    `kafka-${VERSION}`,
  );
  const jars = join(cache, 'jars');
  mkdirSync(cache, { recursive: true });
  for (let attempt = 1; !existsSync(jars); attempt += 1) {
    const fetched = mkdtempSync(join(cache, 'fetching-'));
    try {
      await fetchJars(fetched);
      renameSync(join(fetched, 'jars'), jars);
    } catch (error) {
      if (attempt === ATTEMPTS && !existsSync(jars)) throw error;
    } finally {
      rmSync(fetched, { recursive: true, force: true });
    }
  }
  return join(jars, '*');
}

async function fetchJars(directory: string): Promise<void> {
  const pom = join(directory, 'pom.xml');
  writeFileSync(pom, POM);
  const output = `-DoutputDirectory=${join(directory, 'jars')}`;
  await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime', output]);
}

/** Runs a program to its end. @throws Error with what it said when that is not a good one. */
export function run(program: string, parts: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parts, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code ?? 'a signal'}: ${said.join('').slice(-2_000)}`));
    });
  });
}

/** CodeNarc, out of npm-groovy-lint, called directly: which of its rules for Jenkins a folder breaks. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { environment, library } from './library.ts';

const run = promisify(execFile);
const here = join(import.meta.dirname, 'codenarc');
const jars = (() => {
  try { return join(dirname(createRequire(import.meta.url).resolve('npm-groovy-lint')), 'java'); } catch { return undefined; }
})();

export const hasCodeNarc = jars !== undefined;
export const faultsFolder = join(here, 'faults');

export interface Findings {
  /** Rule and file, as `ClassNotSerializable Step.groovy:9`. */
  readonly violations: readonly string[];
  readonly files: number;
}

export async function codeNarc(folder: string): Promise<Findings> {
  const compiled = await mkdtemp(join(tmpdir(), 'codenarc-'));
  try {
    await Promise.all(['stubs', 'library'].map((name) => mkdir(join(compiled, name))));
    await run('javac', ['-d', join(compiled, 'stubs'), join(import.meta.dirname, 'stubs/com/cloudbees/groovy/cps/NonCPS.java')], { env: environment() });
    // A class that it cannot resolve makes it pass over a whole file with a mere warning.
    const sources = (await readdir(join(library, 'src'), { recursive: true })).filter((file) => file.endsWith('.groovy')).map((file) => join(library, 'src', file));
    await run('groovyc', ['-cp', join(compiled, 'stubs'), '-d', join(compiled, 'library'), ...sources], { env: environment() });
    const path = [`${jars}/*`, `${jars}/groovy/lib/*`, join(compiled, 'stubs'), join(compiled, 'library')].join(':');
    const { stdout, stderr } = await run('java', ['-cp', path, 'org.codenarc.CodeNarc', `-basedir=${folder}`, '-includes=**/*.groovy', `-rulesetfiles=file:${join(here, 'rules.groovy')}`, '-report=console'], { env: environment(), maxBuffer: 1 << 24 });
    if (/WARN|Compilation failed/.test(stdout + stderr)) throw new Error(`CodeNarc passed over a file:\n${stdout}${stderr}`);
    return readReport(stdout);
  } finally {
    await rm(compiled, { recursive: true, force: true });
  }
}

function readReport(text: string): Findings {
  const [, files = '0'] = /TotalFiles=(\d+)|(?:Summary:.*?)(\d+) files?/i.exec(text)?.filter((part) => part !== undefined) ?? [];
  let file = '';
  const violations: string[] = [];
  for (const line of text.split('\n')) {
    file = /^File: (.+)$/.exec(line.trim())?.[1] ?? file;
    const [, rule, at] = /Violation: Rule=(\w+) P=\d Line=(\d*)/.exec(line) ?? [];
    if (rule !== undefined) violations.push(`${rule} ${file.split('/').at(-1)}:${at}`);
  }
  return { violations, files: Number(files) };
}

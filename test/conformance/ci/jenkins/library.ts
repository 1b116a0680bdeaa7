/** Runs a pipeline that uses the shared library, on Groovy, with the steps of Jenkins played by the harness. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export interface Build {
  readonly result: 'SUCCESS' | 'FAILURE' | 'ABORTED';
  readonly message?: string;
  readonly returned?: Readonly<Record<string, string>>;
  readonly description?: string | null;
  /** What could not have been stored by Jenkins. */
  readonly faults: readonly string[];
  readonly log: string;
}

export interface BuildOptions {
  readonly pipeline: string;
  readonly credentials?: Readonly<Record<string, string>>;
  /** Variables of the build besides those of Jenkins. */
  readonly env?: Readonly<Record<string, string>>;
  /** Aborts the build at the first line of a step that fits. */
  readonly abortAt?: string;
}

export const library = join(import.meta.dirname, '../../../../actions/jenkins');
const run = promisify(execFile);

/** Debian's groovy looks for Java where Debian 12 has none by default. */
const javaHome = (): string | undefined => {
  const folder = '/usr/lib/jvm';
  const found = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'bin/javac'))).sort((one, other) => Number(other.includes('17')) - Number(one.includes('17')))[0] : undefined;
  return process.env['JAVA_HOME'] ?? (found === undefined ? undefined : join(folder, found));
};
export const environment = (): Record<string, string> => ({ PATH: `${join(process.execPath, '..')}${delimiter}${process.env['PATH'] ?? ''}`, HOME: tmpdir(), ...(javaHome() === undefined ? {} : { JAVA_HOME: javaHome()! }) });

export const hasGroovy = (): boolean => spawnSync('groovy', ['--version'], { env: environment() }).status === 0 && spawnSync('javac', ['-version']).status === 0;

export async function build({ pipeline, credentials = {}, env = {}, abortAt = '' }: BuildOptions): Promise<Build> {
  const workspace = await mkdtemp(join(tmpdir(), 'jenkins-'));
  try {
    const [stubs, file] = [join(workspace, 'stubs'), join(workspace, 'Jenkinsfile')];
    await run('javac', ['-d', stubs, join(import.meta.dirname, 'stubs/com/cloudbees/groovy/cps/NonCPS.java')], { env: environment() });
    await writeFile(file, pipeline);
    const ofJenkins = { JENKINS_URL: 'https://jenkins.example.com/', JOB_NAME: 'shop/main', BUILD_NUMBER: String(process.hrtime.bigint()), BUILD_URL: 'https://jenkins.example.com/job/shop/1/', GIT_COMMIT: '3f0c1d9e5b7a2468ace013579bdf02468ace1357', BRANCH_NAME: 'main', ...env };
    const held = Object.fromEntries(Object.entries(credentials).map(([id, value]) => [`CREDENTIAL_${id.replaceAll(/\W/g, '_')}`, value]));
    const { stdout, stderr } = await run('groovy', ['-cp', stubs, join(import.meta.dirname, 'harness.groovy'), library, file, abortAt], { cwd: workspace, env: { ...environment(), ...ofJenkins, ...held }, maxBuffer: 1 << 24 });
    const lines = stdout.trim().split('\n');
    return { ...(JSON.parse(lines.pop() ?? '{}') as Omit<Build, 'log'>), log: [...lines, stderr].join('\n') };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** A project of a user of cdktn: the package as it is published, a program, the compiler, and what the program writes for terraform. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { buildPackage } from '@patchbay/cdktn';

export interface CdktnProject {
  readonly folder: string;
  /** What the compiler complains about. */
  check(program: string, compiler?: Compiler): Promise<string>;
  /** Runs a program and answers what its stack is for terraform. */
  synth(program: string, stack: string): Promise<string>;
}

/** The one of this repository, and the one that most users of cdktn have. */
export type Compiler = 'TypeScript 7' | 'TypeScript 5.9';

const installed = createRequire(createRequire(import.meta.url).resolve('@patchbay/cdktn'));

export async function openProject(parent: string): Promise<CdktnProject> {
  const folder = join(parent, 'cdktn-project');
  await buildPackage(join(folder, 'node_modules/@patchbay/cdktn'));
  for (const name of ['cdktn', 'constructs']) await symlink(home(name), join(folder, 'node_modules', name), 'dir');
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  let runs = 0;
  return Object.freeze({
    folder,
    async check(program: string, compiler: Compiler = 'TypeScript 7') {
      const compilerOptions = { target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', strict: true, exactOptionalPropertyTypes: false, skipLibCheck: false, noEmit: true, types: [], lib: ['es2022', 'dom'] };
      await writeFile(join(folder, 'main.ts'), program);
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
      return promisify(execFile)(process.execPath, [compilerOf(compiler), '-p', folder]).then(() => '', (error: { stdout: string }) => error.stdout);
    },
    async synth(program: string, stack: string) {
      const run = ++runs;
      const [file, out] = [`program-${run}.ts`, join(folder, `out-${run}`)];
      await mkdir(out);
      await writeFile(join(folder, file), program);
      await promisify(execFile)(process.execPath, [file], { cwd: folder, env: { CDKTF_OUTDIR: out } });
      return readFile(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8');
    },
  });
}

/** A compiler is no library to import. cdktn's generator brings the classic one along. */
function compilerOf(compiler: Compiler): string {
  const from = compiler === 'TypeScript 7' ? installed : createRequire(createRequire(installed.resolve('@cdktn/provider-generator')).resolve('jsii'));
  const file = from.resolve('typescript/package.json');
  return join(dirname(file), (from(file) as { bin: { tsc: string } }).bin.tsc);
}

const home = (name: string): string => dirname(installed.resolve(`${name}/package.json`));

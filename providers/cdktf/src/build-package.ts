/** The package for users of cdktn: bindings, constructs, types, as npm wants it. */
import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { version } from '@patchbay/terraform';
import { writeBindings } from './bindings.ts';

const HOME = join(import.meta.dirname, '..');
const installed = createRequire(import.meta.url);

export async function buildPackage(folder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'patchbay-cdktn-'));
  try {
    const sources = join(work, 'src');
    await mkdir(join(sources, 'bindings'), { recursive: true });
    await writeBindings(join(sources, 'bindings'), work, version);
    await cp(join(HOME, 'constructs'), join(sources, 'constructs'), { recursive: true });
    await writeFile(join(work, 'package.json'), '{"type":"commonjs"}');
    await rm(folder, { recursive: true, force: true });
    await compile(work, join(folder, 'lib'));
    await describe(folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** CommonJS: what cdktn itself is, and what every program can load. */
async function compile(work: string, outDir: string): Promise<void> {
  const typesOf = (name: string): string[] => [join(dirname(installed.resolve(`${name}/package.json`)), 'lib/index.d.ts')];
  const compilerOptions = {
    target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', strict: true, exactOptionalPropertyTypes: false, skipLibCheck: true, types: [], declaration: true, rewriteRelativeImportExtensions: true,
    rootDir: 'src', outDir, paths: { cdktn: typesOf('cdktn'), constructs: typesOf('constructs') },
  };
  await writeFile(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  const { bin } = installed('typescript/package.json') as { bin: { tsc: string } };
  await promisify(execFile)(process.execPath, [join(dirname(installed.resolve('typescript/package.json')), bin.tsc), '-p', work]).catch((error: { stdout?: string }) => { throw new Error(`The bindings and constructs do not compile:\n${error.stdout}`); });
}

/** What npm reads. */
async function describe(folder: string): Promise<void> {
  const { description, license, devDependencies } = JSON.parse(await readFile(join(HOME, 'package.json'), 'utf8')) as { description: string; license: string; devDependencies: Record<string, string> };
  const entry = './lib/constructs/index';
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({
    name: '@patchbay/cdktn', version, description, license, type: 'commonjs', main: `${entry}.js`, types: `${entry}.d.ts`, exports: { '.': { types: `${entry}.d.ts`, default: `${entry}.js` } },
    peerDependencies: { cdktn: `^${devDependencies['cdktn']}`, constructs: '>=10.6.0 <10.8.0' }, engines: { node: '>=20' }, keywords: ['cdktn', 'cdktf', 'terraform', 'patchbay'],
  }, undefined, 2)}\n`);
  await copyFile(join(HOME, 'README.md'), join(folder, 'README.md'));
  await copyFile(join(HOME, '../../LICENSE'), join(folder, 'LICENSE'));
}

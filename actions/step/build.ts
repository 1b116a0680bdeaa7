/** Writes the bundles that are committed: one readable file per step, for Node 20 and later, without anything to install. `--check` says which are out of date. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { inputTables, type Verb } from './src/inputs/table.ts';

const here = import.meta.dirname;
const verbs = Object.keys(inputTables) as Verb[];

interface Bundle { readonly file: string; readonly entry: string; readonly banner?: string }

const capital = (verb: Verb): string => `${verb[0]?.toUpperCase()}${verb.slice(1)}`;
/** Only these two run commands; the others are smaller without. */
const works = (verb: Verb): boolean => verb === 'deploy' || verb === 'preview';
const stepEntry = (kind: 'action' | 'task', verb: Verb): string => [
  `import { ${kind} } from './src/entries/${kind}.ts';`, `import { ${verb} } from './src/verbs/${verb}.ts';`,
  ...(works(verb) ? [`import { doWork } from './src/work/do-work.ts';`] : []), `void ${kind}('${verb}', ${verb}${works(verb) ? ', doWork' : ''});`, '',
].join('\n');

const bundles: readonly Bundle[] = [
  ...verbs.map((verb) => ({ file: `../github/${verb}/index.cjs`, entry: stepEntry('action', verb) })),
  ...verbs.map((verb) => ({ file: `../azure-devops/tasks/Patchbay${capital(verb)}V0/index.js`, entry: stepEntry('task', verb) })),
  { file: '../codepipeline/worker.cjs', entry: `import { worker } from './src/entries/codepipeline-worker.ts';\nvoid worker();\n`, banner: '#!/usr/bin/env node' },
  ...['lambda', 'approvals'].map((name) => ({ file: `../codepipeline/${name}/index.cjs`, entry: `export { handler } from './src/entries/codepipeline-${name}.ts';\n` })),
  { file: '../program/patchbay-ci.cjs', entry: `import { program } from './src/entries/program.ts';\nvoid program(process.argv.slice(2));\n`, banner: '#!/usr/bin/env node' },
];

/** What only manifests and pages say of an input: a running step never shows it, as nobody has to give what is not required, and every text fits where there is no pattern. */
function withoutWords(line: string): string {
  if (line.includes('required: true')) return line;
  const bare = line.replaceAll(/, (?:description|otherwise): '[^']*'/g, '');
  return /pattern: |type: 'json'/.test(bare) ? bare : bare.replace(/, example: '[^']*'/, '');
}

/** A module of Node needs nothing around it to be fetched late. */
const lean: Plugin = {
  name: 'lean',
  setup: ({ onLoad }) => onLoad({ filter: /step[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
    const text = (await readFile(path, 'utf8')).replaceAll(/await import\('(node:[a-z/_]+)'\)/g, "require('$1')");
    return { loader: 'ts', contents: /inputs[\\/]table\.ts$/.test(path) ? text.replaceAll(/^.*\{ type: .*$/gm, withoutWords) : text };
  }),
};

async function textOf({ file, entry, banner }: Bundle): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: here, sourcefile: file, loader: 'ts' },
    absWorkingDir: here, bundle: true, write: false, format: 'cjs', platform: 'node', target: 'node20',
    charset: 'utf8', plugins: [lean], legalComments: 'inline', logLevel: 'warning',
    banner: { js: `${banner === undefined ? '' : `${banner}\n`}// Built from actions/step by \`node build.ts\`. Do not edit.` },
  });
  return outputFiles[0]?.text ?? '';
}

const check = process.argv.includes('--check');
for (const bundle of bundles) {
  const path = join(here, bundle.file);
  const text = await textOf(bundle);
  if ((await readFile(path, 'utf8').catch(() => '')) === text) continue;
  if (check) { console.error(`${bundle.file} is out of date: run node actions/step/build.ts`); process.exitCode = 1; continue; }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode: bundle.banner === undefined ? 0o644 : 0o755 });
  console.log(`wrote ${bundle.file}, ${Math.round(text.length / 1024)} kB`);
}

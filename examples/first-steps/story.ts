/** Follows README.md word by word: only the port, the data folder and the key differ. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type Block, blocksOf, run, runOn, type Terminal } from './readme.ts';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'first-steps-'));
symlinkSync(join(root, 'packages/cli/src/bin.ts'), join(scratch, 'patchbay'));

const blocks = blocksOf(join(here, 'README.md'));
const labelled = (label: string): Block => {
  const block = blocks.find((each) => each.label === label);
  assert(block, `README.md has a block ${label}`);
  return block;
};
const terminal: Terminal = {
  folder: root,
  env: { ...process.env, PATH: [scratch, dirname(process.execPath), process.env['PATH']].join(delimiter), XDG_CONFIG_HOME: scratch, PATCHBAY_PORT: '0', PATCHBAY_LOG_LEVEL: 'warn', NO_COLOR: '1' },
};

for (const { label, text } of blocks.filter(({ language }) => language === 'ts' || language === 'yaml')) {
  assert.equal(text, readFileSync(join(here, label), 'utf8'), `the README shows ${label} as it is`);
}

const hub = runOn(labelled('start').text.replace('./first-steps-data', join(scratch, 'data')), terminal);
try {
  const [, url = ''] = await hub.until(/ready at (http:\/\/\S+)/);
  const [key] = await hub.until(/pb_\w+/);
  console.log(`The hub runs at ${url} and showed its first key.`);
  const prelude = labelled('environment').text.replace('http://127.0.0.1:8085', url).replace('pb_…', key).replace(/^export PATH=.*\n/, '');
  const said = new Map<string, string>();
  for (const { heading, text, label } of blocks.filter(({ language }) => language === 'sh')) {
    if (label !== '') continue;
    const words = run(`${prelude}\n${text}`, terminal);
    said.set(heading, (said.get(heading) ?? '') + words);
    console.log(`\n${heading}\n${indented(text, '$ ')}\n${indented(words, '  ')}`);
    assert(!words.includes(key), 'the key is not repeated');
  }
  check(said);
} finally {
  const code = await hub.stop();
  rmSync(scratch, { recursive: true, force: true });
  assert.equal(code, 0, `the hub ends well after Ctrl-C:\n${hub.said()}`);
}
console.log('\nThe hub stopped with exit code 0.');

function check(said: ReadonlyMap<string, string>): void {
  const under = (number: number): string => [...said].find(([heading]) => heading.startsWith(`${number}.`))?.[1] ?? '';
  assert.match(under(1), /principal\s+key_/);
  const created = JSON.parse(under(2)) as { id: string; version: number };
  assert.match(created.id, /^prj_/);
  assert.equal(created.version, 1);
  assert.deepEqual(JSON.parse(under(3)), { data: { projects: { nodes: [{ slug: 'shop', name: 'Web shop', version: 1, default_branch: 'main' }] } } });
  assert.match(under(4), /^project shop updated \(name, repository\)\nproject shop unchanged\n/);
  assert.match(under(4), /name\s+The web shop/);
  assert.equal(under(5), 'shop: The web shop, version 2, from acme/shop\n');
  const trail = under(6);
  assert.match(trail, new RegExp(`project_create .*done .*${created.id}`));
  assert.match(trail, new RegExp(`project_update .*done .*${created.id}`));
  assert(trail.indexOf('project_create') < trail.indexOf('project_update'), 'oldest first');
  assert.match(trail, /intact: \d+ entries/);
}

function indented(text: string, mark: string): string {
  return text.trimEnd().split('\n').map((line) => `  ${mark}${line}`).join('\n');
}

/** Follows README.md word by word: only the port, the folders and the key differ. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type Block, blocksOf, run, runOn, type Terminal } from '@patchbay/example-first-steps/readme';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'plugin-'));
mkdirSync(join(scratch, 'bin'));
symlinkSync(join(root, 'packages/cli/src/bin.ts'), join(scratch, 'bin/patchbay'));
symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules')); // the folder of the plugin finds the SDK

const blocks = blocksOf(join(here, 'README.md'));
const terminal: Terminal = {
  folder: root,
  env: { ...process.env, PATH: [join(scratch, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter), XDG_CONFIG_HOME: scratch, PATCHBAY_PORT: '0', PATCHBAY_LOG_LEVEL: 'error', NO_COLOR: '1' },
};
let prelude = '';

function block(label: string): Block {
  return blocks.find((each) => each.label === label) ?? assert.fail(`README.md has a block ${label}`);
}

function say(label: string): string {
  const { heading, text } = block(label);
  const words = run(`${prelude}\n${text.replaceAll('./rota', join(scratch, 'rota'))}`, terminal);
  console.log(`\n${heading}\n${indented(text, '  $ ')}\n${indented(words, '    ')}`);
  return words;
}

say('new');
say('write');
assert.match(say('test'), /its own tests: 2 passed, 0 failed/);
assert.match(say('pack'), /acme-rota-0\.1\.0\.tgz\.sigstore\.json/);

const hub = runOn(block('start').text.replace('./plugin-data', join(scratch, 'data')), terminal);
try {
  const [, url = ''] = await hub.until(/ready at (http:\/\/\S+)/);
  const [key] = await hub.until(/pb_\w+/);
  prelude = block('environment').text.replace('http://127.0.0.1:8085', url).replace('pb_…', key).replace(/^export PATH=.*\n/, '');

  assert.equal(say('publish'), 'acme/rota 0.1.0\n');
  assert.match(say('tampered'), /^exit \d+\n$/);
  assert.match(say('install'), /missing_permissions:\n\s*- emit:rota\.swapped/);
  assert.match(say('enable'), /status: enabled/);
  assert.deepEqual(JSON.parse(say('rest')), { person: 'Grace', from: '2026-11-23', swapped: false });
  assert.deepEqual((JSON.parse(say('mcp')) as { result: { structuredContent: unknown } }).result.structuredContent, { person: 'Ada', from: '2026-11-23', swapped: true });
  assert.match(say('after'), /person: Ada[^]*rota\.swapped/);
  assert.match(say('record'), /target: rota\.swapped/);
  assert.match(say('revoke'), /stopped[^]*exit \d+/);
} finally {
  const code = await hub.stop();
  rmSync(scratch, { recursive: true, force: true });
  assert.equal(code, 0, `the hub ends well after Ctrl-C:\n${hub.said()}`);
}
console.log('\nA plugin was written, tested, signed, published, allowed, called over REST and MCP, and taken back.');

function indented(text: string, by: string): string {
  return text.trimEnd().split('\n').map((line) => by + line).join('\n');
}

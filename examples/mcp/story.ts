/** Follows README.md word by word: only the port, the data folder, the keys and the ids differ. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type Block, blocksOf, run, runOn, type Terminal } from '@patchbay/example-first-steps/readme';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'mcp-'));
symlinkSync(join(root, 'packages/cli/src/bin.ts'), join(scratch, 'patchbay'));

const blocks = blocksOf(join(here, 'README.md'));
const labelled = (label: string): Block => blocks.find((each) => each.label === label) ?? assert.fail(`README.md has a block ${label}`);
const plain = (number: number): Block => blocks.find(({ heading, language, label }) => heading.startsWith(`${number}.`) && language === 'sh' && label === '') ?? assert.fail(`README.md has a command under ${number}`);
const terminal: Terminal = {
  folder: root,
  env: { ...process.env, PATH: [scratch, dirname(process.execPath), process.env['PATH']].join(delimiter), XDG_CONFIG_HOME: scratch, PATCHBAY_PORT: '0', PATCHBAY_LOG_LEVEL: 'warn', NO_COLOR: '1' },
};

const hub = runOn(labelled('start').text.replace('./mcp-data', join(scratch, 'data')), terminal);
try {
  const [, url = ''] = await hub.until(/ready at (http:\/\/\S+)/);
  const [key] = await hub.until(/pb_\w+/);
  let prelude = labelled('environment').text.replace('http://127.0.0.1:8085', url).replace('pb_…', key).replace(/^export PATH=.*\n/, '');
  const ids: Record<string, string> = {};
  const say = ({ heading, text }: Block): string => {
    const words = run(`${prelude}\n${text.replaceAll(/(sec|apr)_…/g, (whole, prefix: string) => ids[prefix] ?? whole)}`, terminal);
    console.log(`\n${heading}\n${indented(text, '$ ')}\n${indented(words, '  ')}`);
    return words;
  };
  for (const label of ['http', 'stdio']) JSON.parse(labelled(label).text);

  prelude += `\nexport ASSISTANT='${say(plain(2)).trim()}'`;
  assert.match(resultOf(say(plain(4))).content[0]!.text, /"name":"assistant"/);
  ids['sec'] = /sec_\w+/.exec(say(labelled('lose')))?.[0] ?? '';
  const asked = resultOf(say(labelled('ask')));
  assert.equal(asked.isError, true);
  assert.match(asked.content[0]!.text, /Nothing was done yet/);
  ids['apr'] = /apr_\w+/.exec(asked.content[0]!.text)?.[0] ?? '';
  assert.match(say(labelled('allow')), new RegExp(`${ids['apr']}[^]*approved`));
  const done = say(labelled('again'));
  assert.match(done, /\\"deleted\\":true/);
  assert.match(done, /secret_delete/);
} finally {
  const code = await hub.stop();
  rmSync(scratch, { recursive: true, force: true });
  assert.equal(code, 0, `the hub ends well after Ctrl-C:\n${hub.said()}`);
}
console.log('\nThe assistant had its tools, and deleted nothing before somebody else agreed.');

function resultOf(line: string): { readonly isError?: boolean; readonly content: readonly { readonly text: string }[] } {
  return (JSON.parse(line) as { result: ReturnType<typeof resultOf> }).result;
}

function indented(text: string, by: string): string {
  return text.trimEnd().split('\n').map((line) => by + line).join('\n');
}

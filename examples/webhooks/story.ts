/** Follows README.md word by word: only ports, the data folder, the key and the secret differ. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type Block, blocksOf, run, type Running, runOn, type Terminal } from '@patchbay/example-first-steps/readme';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'webhooks-'));
symlinkSync(join(root, 'packages/cli/src/bin.ts'), join(scratch, 'patchbay'));

const blocks = blocksOf(join(here, 'README.md'));
const labelled = (label: string): Block => {
  const block = blocks.find((each) => each.label === label);
  assert(block, `README.md has a block ${label}`);
  return block;
};
assert.equal(labelled('receiver.ts').text, readFileSync(join(here, 'receiver.ts'), 'utf8'), 'the README shows receiver.ts as it is');

const port = await freePort();
const terminal: Terminal = {
  folder: root,
  env: { ...process.env, PATH: [scratch, dirname(process.execPath), process.env['PATH']].join(delimiter), XDG_CONFIG_HOME: scratch, PATCHBAY_PORT: '0', PATCHBAY_LOG_LEVEL: 'warn', NO_COLOR: '1', PORT: String(port) },
};

const hub = runOn(unassigned(labelled('start').text.replace('./webhooks-data', join(scratch, 'data'))), terminal);
let receiver: Running | undefined;
try {
  const [, url = ''] = await hub.until(/ready at (http:\/\/\S+)/);
  const [key] = await hub.until(/pb_\w+/);
  const prelude = labelled('environment').text.replace('http://127.0.0.1:8085', url).replace('pb_…', key).replace(/^export PATH=.*\n/, '');
  const say = ({ heading, text }: Block): string => {
    const words = run(`${prelude}\n${text.replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`)}`, terminal);
    console.log(`\n${heading}\n${indented(text, '$ ')}\n${indented(words, '  ')}`);
    return words;
  };
  const under = (number: number): Block[] => blocks.filter(({ heading, language, label }) => heading.startsWith(`${number}.`) && language === 'sh' && label === '');
  const only = (number: number, at = 0): Block => under(number)[at] ?? assert.fail(`README.md has no command ${at + 1} under ${number}`);

  const { signing_secret: secret } = JSON.parse(say(only(2))) as { signing_secret: string };
  const receive = unassigned(labelled('receive').text.replace('whsec_…', secret));
  receiver = runOn(receive, terminal);
  await receiver.until(/waiting for webhooks/);

  const [published = ''] = /evt_\w+/.exec(say(only(4))) ?? [];
  await receiver.until(new RegExp(`${published} is genuine: build.finished {"number":7}`));
  assert.match(say(only(4, 1)), new RegExp(`${published}[^]*?outcome: delivered`));

  assert.equal(say(only(5)), '401\n');
  await receiver.until(/refused: \S+/);

  await receiver.stop();
  const [missed = ''] = /evt_\w+/.exec(say(labelled('away'))) ?? [];
  receiver = runOn(receive, terminal);
  await receiver.until(new RegExp(`${missed} is genuine: build.finished {"number":9}`));
  assert.match(say(labelled('later')), new RegExp(`${missed}[^]*?number: 1\\n[^]*?outcome: failed`));
  assert.match(say(only(7)), /build\.finished: number 7/);
} finally {
  await receiver?.stop();
  const code = await hub.stop();
  rmSync(scratch, { recursive: true, force: true });
  assert.equal(code, 0, `the hub ends well after Ctrl-C:\n${hub.said()}`);
}
console.log('\nThe first signed webhook was received, a forged one refused, and none was lost.');

/** `exec` takes a command, and `NAME=value` before it is none. */
function unassigned(command: string): string {
  return `env ${command}`;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => { probe.listen(0, '127.0.0.1', done); });
  const address = probe.address();
  await new Promise((done) => { probe.close(done); });
  return typeof address === 'object' && address !== null ? address.port : assert.fail('a TCP server has an address');
}

function indented(text: string, mark: string): string {
  return text.trimEnd().split('\n').map((line) => `  ${mark}${line}`).join('\n');
}

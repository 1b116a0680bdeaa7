/** Follows README.md word by word: only the port, the data folder and the key differ. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type Block, blocksOf, run, type Running, runOn, type Terminal } from '@patchbay/example-first-steps/readme';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'notify-'));
symlinkSync(join(root, 'packages/cli/src/bin.ts'), join(scratch, 'patchbay'));

const blocks = blocksOf(join(here, 'README.md'));
const labelled = (label: string): Block => blocks.find((each) => each.label === label) ?? assert.fail(`README.md has a block ${label}`);
const terminal: Terminal = {
  folder: root,
  env: { ...process.env, PATH: [scratch, dirname(process.execPath), process.env['PATH']].join(delimiter), XDG_CONFIG_HOME: scratch, PATCHBAY_PORT: '0', PATCHBAY_LOG_LEVEL: 'warn', NO_COLOR: '1' },
};

const hub = runOn(`env ${labelled('start').text.replace('./notify-data', join(scratch, 'data'))}`, terminal);
let channels: Running | undefined;
try {
  const [, url = ''] = await hub.until(/ready at (http:\/\/\S+)/);
  const [key] = await hub.until(/pb_\w+/);
  const prelude = labelled('environment').text.replace('http://127.0.0.1:8085', url).replace('pb_…', key).replace(/^export PATH=.*\n/, '');
  const say = ({ heading, text }: Block): string => {
    const words = run(`${prelude}\n${text}`, terminal);
    console.log(`\n${heading}\n${indented(text, '$ ')}\n${indented(words, '  ')}`);
    return words;
  };

  channels = runOn(labelled('channels').text, { ...terminal, env: { ...terminal.env, PATCHBAY_URL: url, PATCHBAY_KEY: key } });
  await channels.until(/waiting for messages/);
  for (const name of ['slack', 'teams', 'discord', 'twilio', 'email']) assert.match(channels.said(), new RegExp(`${name} is ok`));
  assert.match(say(labelled('declare')), /template[^]*rule[^]*rule/);

  const preview = JSON.parse(say(labelled('preview'))) as { severity: string; missing: string[]; messages: { channel: string; message: Record<string, unknown> }[] };
  assert.equal(preview.severity, 'high');
  assert.deepEqual(preview.messages.map(({ channel }) => channel), ['slack', 'teams', 'discord', 'email', 'sms']);
  assert.deepEqual(preview.messages[4]!.message, { body: 'HIGH: shop 1.4.2 failed. https://ci.example.com/runs/7', encoding: 'gsm7', segments: 1 });
  assert.deepEqual(preview.missing, ['data.started_at']);

  say(labelled('publish'));
  const slack = form(await taken('slack'));
  assert.equal(slack.channel, 'C000000000');
  assert.deepEqual(slack.blocks.map(({ type }) => type), ['header', 'section', 'section', 'actions', 'context']);
  assert.equal(slack.blocks[0]!.text!.text, 'shop could not be deployed');
  assert.match(slack.blocks[1]!.text!.text, /^\*Ada &lt;ada@example\.com&gt;\* deployed `1\.4\.2` to production\.\n\nFailed tests:\n• checkout_test \(1 min 15 s\)\n• \*\u200bcart\* \(2 s\)$/);
  const teams = (await taken('teams')) as { attachments: { content: { body: { inlines: { text: string }[] }[]; actions: { url: string }[] } }[] };
  const [card] = teams.attachments;
  assert.equal(card!.content.body[1]!.inlines[0]!.text, 'Ada <ada@example.com>');
  assert.equal(card!.content.actions[0]!.url, 'https://ci.example.com/runs/7?a=1&b=2');
  const discord = (await taken('discord')) as { embeds: { title: string; color: number; description: string; fields: { value: string }[] }[]; allowed_mentions: { parse: unknown[] } };
  const [embed] = discord.embeds;
  assert.equal(embed!.color, 0xe67e22);
  assert.match(embed!.description, /^\*\*Ada \\<ada\\@example\.com\\>\*\* deployed `1\.4\.2`[^]*\\\*cart\\\*/);
  assert.deepEqual(embed!.fields.map(({ value }) => value), ['1.4.2', '09:30 UTC']);
  assert.deepEqual(discord.allowed_mentions.parse, []);
  const mail = (await taken('email')) as { to: string[]; raw: string; secure: boolean };
  assert.deepEqual([mail.to, mail.secure], [['ada@example.com'], true]);
  assert.match(mail.raw, /^Subject: shop could not be deployed\r$/m);
  assert.match(unfolded(mail.raw), /<strong>Ada &lt;ada@example\.com&gt;<\/strong>[^]*<a href="https:\/\/ci\.example\.com\/runs\/7\?a=1&amp;b=2">/);
  const sms = (await taken('twilio')) as { To: string; Body: string };
  assert.deepEqual([sms.To, sms.Body], ['+14155550199', 'HIGH: shop 1.4.2 failed. https://ci.example.com/runs/7?a=1&b=2']);
  const sent = say(labelled('sent'));
  assert.equal([...sent.matchAll(/status: sent/g)].length, 5, sent);

  say(labelled('many'));
  const one = form(await taken('slack', 1));
  assert.match(one.blocks[0]!.text!.text, /^cart could not be deployed \(\+4\)$/);
  await new Promise((done) => { setTimeout(done, 3000); }); // longer than the rule waits
  assert.equal(messages('slack').length, 2);
} finally {
  await channels?.stop();
  const code = await hub.stop();
  rmSync(scratch, { recursive: true, force: true });
  assert.equal(code, 0, `the hub ends well after Ctrl-C:\n${hub.said()}`);
}
console.log('\nOne event was told in five channels, and five events in one message.');

function messages(name: string): unknown[] {
  return [...channels!.said().matchAll(new RegExp(`^${name}: (\\{.*\\})$`, 'gm'))].map(([, json = '']) => JSON.parse(json) as unknown);
}

async function taken(name: string, at = 0): Promise<unknown> {
  await channels!.until(new RegExp(`(?:^${name}: \\{.*\\}\\n[^]*){${at + 1}}`, 'm'));
  return messages(name)[at];
}

/** Quoted-printable, as far as it matters here. */
function unfolded(raw: string): string {
  return raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');
}

/** Slack takes a form, and what is nested as JSON in a text. */
function form(body: unknown): { readonly channel: string; readonly blocks: readonly { readonly type: string; readonly text?: { readonly text: string } }[] } {
  const { channel, blocks } = body as { channel: string; blocks: string };
  return { channel, blocks: JSON.parse(blocks) as ReturnType<typeof form>['blocks'] };
}

function indented(text: string, mark: string): string {
  return text.trimEnd().split('\n').map((line) => `  ${mark}${line}`).join('\n');
}

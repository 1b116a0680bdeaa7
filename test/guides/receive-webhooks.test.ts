import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateWebhookKey, signStandard, webhookKey } from '@patchbay/vault';
import { afterAll, expect, test } from 'vitest';
import { isThere, receiversOnThePage, start } from './receivers.ts';

const receivers = receiversOnThePage();
const there = receivers.filter(isThere);
const missing = receivers.filter((receiver) => !there.includes(receiver)).map(({ file }) => file);
const folder = mkdtempSync(join(tmpdir(), 'patchbay-receivers-'));
const [secret, older, foreign] = [generateWebhookKey('v1'), generateWebhookKey('v1'), generateWebhookKey('v1')];
const body = '{"type":"deployment.succeeded","data":{"name":"Straße"}}';
const now = (): number => Math.floor(Date.now() / 1000);

afterAll(() => rmSync(folder, { recursive: true }));

const signed = async (id: string, { timestamp = now(), keys = [secret], content = body as string | Buffer } = {}) => signStandard({ id, timestamp, body: content, keys: keys.map((key) => webhookKey(key)) });

test('the page has a receiver in five languages, and those that this computer can’t run are named', () => {
  expect(receivers.map(({ file }) => file)).toEqual(['receiver.ts', 'receiver.py', 'receiver.go', 'config.ru', 'Receiver.java']);
  if (missing.length > 0) console.warn(`NOT EXECUTED, because their tools are not installed: ${missing.join(', ')}. The page’s other receivers were.`);
  expect(there.map(({ file }) => file)).toContain('receiver.ts');
});

test.each(there)('$file accepts what is signed, once, and nothing else', { timeout: 180_000 }, async (receiver) => {
  const running = await start(receiver, join(folder, receiver.file), `${secret.reveal()} ${older.reveal()}`);
  try {
    const post = async (headers: Record<string, string>, content: string | Buffer = body): Promise<number> => (await fetch(running.url, { method: 'POST', headers, body: content, signal: AbortSignal.timeout(20_000) })).status;
    const good = await signed('evt_1');
    expect(await post(good)).toBe(204);
    expect(await post(good), 'the same again').toBe(204);
    expect(await post(await signed('evt_1', { timestamp: now() - 1 })), 'another attempt of the same').toBe(204);
    expect(await post(await signed('evt_2', { keys: [older] })), 'with the key of before').toBe(204);
    expect(await post(await signed('evt_3', { keys: [foreign, generateWebhookKey('v1a'), secret] })), 'with several signatures').toBe(204);
    expect(await post(await signed('evt_4', { timestamp: now() - 290 })), 'at the edge of the window').toBe(204);
    const bytes = Buffer.from('{"type":"a.b",\r\n"data":"\u2028ü"}');
    expect(await post(await signed('evt_5', { content: bytes }), bytes), 'with bytes of all kinds').toBe(204);

    expect(await post(await signed('evt_6'), body.replace('succeeded', 'succeedee')), 'another body').toBe(401);
    expect(await post(await signed('evt_6'), `${body} `), 'a longer body').toBe(401);
    expect(await post({ ...(await signed('evt_6')), 'webhook-id': 'evt_7' }), 'another id').toBe(401);
    expect(await post(await signed('evt_6', { keys: [foreign] })), 'a foreign key').toBe(401);
    expect(await post(await signed('evt_6', { timestamp: now() - 400 })), 'too old').toBe(401);
    expect(await post(await signed('evt_6', { timestamp: now() + 400 })), 'of the future').toBe(401);
    for (const name of Object.keys(good)) expect(await post(Object.fromEntries(Object.entries(good).filter(([other]) => other !== name))), `without ${name}`).toBe(401);
    for (const timestamp of ['', 'NaN', '-5', '1e9', `${now()}.5`, '9'.repeat(20)]) expect(await post({ ...good, 'webhook-timestamp': timestamp }), `at ${timestamp}`).toBe(401);
    for (const signature of ['', 'v1', 'v1,', 'v2,abc', good['webhook-signature']?.slice(3) ?? '', `v1a,${good['webhook-signature']?.slice(3)}`]) expect(await post({ ...good, 'webhook-signature': signature }), signature).toBe(401);
    expect(await post(good, 'x'.repeat(1_048_577)).catch(() => 413), 'too large').toBe(413);
    expect(running.handled().map((line) => line.split(' ')[1])).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5']);
  } finally {
    await running.stop();
  }
});

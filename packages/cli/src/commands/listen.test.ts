import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@patchbay/client';
import { type Hub, startHub } from '@patchbay/hub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReceiver } from '../../testing/local-receiver.ts';
import { testIo } from '../../testing/test-io.ts';
import { main } from '../main.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
let folder = '';
let running: Hub;
let key = '';
let hub: Client;
const started = (dataDir: string, port = 0): Promise<Hub> => startHub({ listen: { port, drainMs: 100 }, keeping: { dataDir }, observe: { level: 'silent' } });
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listen-'));
  running = await started(join(folder, 'data'));
  key = running.firstKey ?? '';
  hub = createClient({ url: running.url, key });
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

const publish = async (type: string, number: number, at = hub): Promise<string> => (await at.call('event_publish', { type, subject: 'shop', data: { number } })).id;

interface Listening {
  readonly said: { readonly out: string; readonly err: string };
  /** Resolves when it said this on stdout or stderr. */
  heard(words: string | RegExp): Promise<void>;
  readonly ended: Promise<number>;
  /** Ctrl-C. */
  stop(): Promise<number>;
}

/** Runs until it is stopped or ends by itself. */
function listen(argv: readonly string[], env: Record<string, string> = {}, stdin = ''): Listening {
  const ctrlC = new AbortController();
  const waiting = new Set<() => void>();
  const io = testIo({ home: folder, now: Date.now, signal: ctrlC.signal, stdin, env: { PATCHBAY_URL: running.url, PATCHBAY_KEY: key, ...env }, out: (text) => say('out', text), err: (text) => say('err', text) });
  const ended = main(['listen', ...argv], io);
  return {
    said: io.said,
    heard: (words) => new Promise((resolve) => {
      const look = (): void => { if ([io.said.out, io.said.err].some((text) => (typeof words === 'string' ? text.includes(words) : words.test(text)))) { waiting.delete(look); resolve(); } };
      waiting.add(look);
      look();
    }),
    ended,
    stop() { ctrlC.abort(new Error('stopped by SIGINT')); return ended; },
  };

  function say(where: 'out' | 'err', text: string): void {
    io.said[where] += text;
    for (const look of waiting) look();
  }
}

describe('patchbay listen', () => {
  it('sends what happens in its order, signed with a secret that is made and shown once, until Ctrl-C', async () => {
    await using receiver = await startReceiver();
    const listening = listen([receiver.url, '--type', 'build.*', '--type', 'ship.done']);
    await listening.heard('Ctrl-C ends it');
    receiver.secret = /^ {2}(whsec_\S+)$/m.exec(listening.said.err)?.[1] ?? 'none';
    const ids: string[] = [];
    for (const [at, type] of ['build.started', 'build.finished', 'test.passed', 'ship.done'].entries()) ids.push(await publish(type, at));
    await listening.heard('ship.done');
    expect(await listening.stop()).toBe(0);
    expect(receiver.took).toEqual([['build.started', 0], ['build.finished', 1], ['ship.done', 3]].map(([type, at]) => ({ id: ids[Number(at)], type, verdict: 'genuine', path: '/hooks' })));
    expect(listening.said.out.trim().split('\n').map((line) => line.replace(/^\S+Z /, '').replace(/\d+ ms$/, 'ms'))).toEqual([` build.started  ${ids[0]}  204  ms`, ` build.finished  ${ids[1]}  204  ms`, ` ship.done  ${ids[3]}  204  ms`]);
    expect(listening.said.err).toMatch(/\n3 delivered, 0 failed\. --after \d+ goes on from here\.\n$/);
    expect(listening.said.out).not.toContain('whsec_');
  });

  it('signs with the secret that is given, by flag, file or environment, and does not show it', async () => {
    await using receiver = await startReceiver();
    receiver.secret = SECRET;
    writeFileSync(join(folder, 'secret.txt'), `${SECRET}\n`);
    const last = await publish('build.finished', 1);
    const place = (await hub.events.get(last)).seq - 1;
    for (const [more, env, stdin] of [[['--secret', SECRET]], [['--secret', `@${join(folder, 'secret.txt')}`]], [['--secret', '-'], {}, SECRET], [[], { PATCHBAY_WEBHOOK_SECRET: SECRET }]] as const) {
      const { ended, said } = listen([receiver.url, '--after', String(place), '--count', '1', ...more], env, stdin);
      expect(await ended).toBe(0);
      expect(said.out + said.err).not.toContain('whsec_');
    }
    expect(receiver.took.map(({ id, verdict }) => [id, verdict])).toEqual(Array.from({ length: 4 }, () => [last, 'genuine']));
  });

  it('begins in the past, ends after a count, and writes JSON lines for programs', async () => {
    await using receiver = await startReceiver();
    const since = new Date().toISOString();
    const ids = [await publish('past.one', 1), await publish('past.two', 2), await publish('past.three', 3)];
    receiver.answer(204, 500);
    const { ended, said } = listen([receiver.url, '--type', 'past.*', '--since', since, '--count', '3', '--retries', '0', '-o', 'json']);
    expect(await ended).toBe(1); // one was not taken
    const lines = said.out.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { id: ids[0], type: 'past.one', subject: 'shop', outcome: 'delivered', status: 204, attempts: 1 },
      { id: ids[1], type: 'past.two', outcome: 'failed', status: 500, attempts: 1, response: 'no: 500' },
      { id: ids[2], type: 'past.three', outcome: 'delivered', status: 204 },
    ]);
    for (const line of lines) expect(line).toEqual({ ...line, seq: expect.any(Number) as number, time: expect.stringMatching(/Z$/) as string, duration_ms: expect.any(Number) as number });
    const ago = listen([receiver.url, '--type', 'past.*', '--since', '5m', '--count', '3', '-o', 'yaml']);
    expect(await ago.ended).toBe(0);
    expect(ago.said.out.match(/^---$/gm)).toHaveLength(3);
  });
});

describe('a receiver of patchbay listen', () => {
  it('that refuses is asked again, then the event is passed over and counted, and the next one follows', async () => {
    await using receiver = await startReceiver();
    receiver.answer(401, 503);
    const listening = listen([receiver.url, '--type', 'build.*', '--retries', '1']);
    await listening.heard('Ctrl-C ends it');
    const ids = [await publish('build.refused', 1), await publish('build.taken', 2)];
    await listening.heard('build.taken');
    expect(await listening.stop()).toBe(0);
    expect(receiver.took.map(({ id }) => id)).toEqual([ids[0], ids[0], ids[1]]);
    expect(listening.said.err).toMatch(/build\.refused {2}evt_\w+ {2}401 {2}\d+ ms {2}again in 1 s: no: 401\n/);
    expect(listening.said.out).toMatch(/build\.refused {2}evt_\w+ {2}503 {2}\d+ ms {2}passed over after 2 tries: no: 503\n.*build\.taken {2}evt_\w+ {2}204/);
    expect(listening.said.err).toContain('1 delivered, 1 failed.');
  });

  it('that says 410 is not asked again, and a redirect is not followed', async () => {
    await using receiver = await startReceiver();
    receiver.answer(410, (response) => void response.writeHead(307, { location: '/elsewhere' }).end());
    const listening = listen([receiver.url, '--type', 'build.*', '--retries', '0']);
    await listening.heard('Ctrl-C ends it');
    await publish('build.gone', 1);
    await publish('build.moved', 2);
    await listening.heard('build.moved');
    expect(await listening.stop()).toBe(0);
    expect(receiver.took.map(({ path }) => path)).toEqual(['/hooks', '/hooks']);
    expect(listening.said.out).toMatch(/410 .* one try: no: 410\n.* 307 .*redirect, which is never followed/);
    expect(listening.said.err).not.toContain('again in');
  });

  it('that is away is waited for, and gets the event when it is back', async () => {
    await using receiver = await startReceiver();
    const listening = listen([receiver.url, '--type', 'build.*']);
    await listening.heard('Ctrl-C ends it');
    await receiver.leave();
    const id = await publish('build.finished', 1);
    await listening.heard(/connect {2}\d+ ms {2}again in 1 s: .*ECONNREFUSED/);
    await receiver.comeBack();
    await receiver.until(1);
    await listening.heard(/ {2}204 {2}\d+ ms/);
    expect(await listening.stop()).toBe(0);
    expect(receiver.took.map((took) => took.id)).toEqual([id]);
    expect(listening.said.err).toContain('1 delivered, 0 failed.');
  });

  it('that never ends its answer, or never answers, holds nothing up', async () => {
    await using receiver = await startReceiver();
    const endless = (status: number) => (response: ServerResponse): void => {
      response.writeHead(status);
      const pour = (): void => { while (!response.destroyed && response.write('more '.repeat(2_000))); };
      response.on('drain', pour);
      pour();
    };
    receiver.answer(endless(200), () => undefined);
    const listening = listen([receiver.url, '--type', 'build.*', '--retries', '0', '--timeout', '1', '-o', 'json']);
    await listening.heard('Ctrl-C ends it');
    for (const type of ['build.endless', 'build.silent', 'build.taken']) await publish(type, 1);
    await listening.heard('build.taken');
    expect(await listening.stop()).toBe(0);
    const [poured, silent, taken] = listening.said.out.trim().split('\n').map((line) => JSON.parse(line) as { outcome: string; status?: number; failure?: string; response?: string; duration_ms: number });
    expect([poured?.outcome, poured?.status, poured?.response?.length]).toEqual(['delivered', 200, 20_000]);
    expect(silent).toMatchObject({ outcome: 'failed', failure: 'timeout' });
    expect(taken).toMatchObject({ outcome: 'delivered', status: 204 });
  });

  it('that hangs does not hold Ctrl-C up, nor does the wait before another try', async () => {
    await using receiver = await startReceiver();
    receiver.answer(() => undefined, 500);
    for (const before of ['the answer', 'another try'] as const) {
      const listening = listen([receiver.url, '--type', 'build.*', '--timeout', '600']);
      await listening.heard('Ctrl-C ends it');
      await publish('build.finished', 1);
      await (before === 'the answer' ? receiver.until(1) : listening.heard('again in 1 s'));
      expect(await listening.stop(), before).toBe(0);
      expect(listening.said.out).toBe('');
      expect(listening.said.err).toMatch(/\n0 delivered, 0 failed\.\n$/);
    }
  });
});

it('patchbay listen goes on behind the last event when the hub was away, without a gap and without a repeat', async () => {
  await using receiver = await startReceiver();
  const dataDir = join(folder, 'restarted');
  let other = await started(dataDir);
  const env = { PATCHBAY_URL: other.url, PATCHBAY_KEY: other.firstKey ?? '' };
  const client = createClient({ url: env.PATCHBAY_URL, key: env.PATCHBAY_KEY });
  const listening = listen([receiver.url, '--type', 'build.*'], env);
  try {
    await listening.heard('Ctrl-C ends it');
    const ids = [await publish('build.finished', 1, client), await publish('build.finished', 2, client)];
    await receiver.until(2);
    await other.stop();
    other = await started(dataDir, Number(new URL(env.PATCHBAY_URL).port));
    for (const number of [3, 4, 5]) ids.push(await publish('build.finished', number, client));
    await receiver.until(5);
    ids.push(await publish('build.finished', 6, client));
    await receiver.until(6);
    expect(await listening.stop()).toBe(0);
    expect(receiver.took.map(({ id }) => id)).toEqual(ids);
  } finally {
    await listening.stop();
    await other.stop();
  }
}, 30_000);

describe('what patchbay listen can do nothing with', () => {
  it.each([
    [['nonsense'], 'begins with http:// or https://', 'http://localhost:3000/hooks'],
    [['localhost:3000/hooks'], 'begins with http:// or https://', 'http://localhost:3000/hooks'],
    [['ftp://localhost/'], 'begins with http:// or https://', 'http://localhost:3000/hooks'],
    [['http://me:hush@localhost:3000/'], 'a user or a password', 'Leave them out'],
    [['http://localhost:3000/', '--secret', 'hush'], '--secret is no signing secret: expected whsec_', 'leave it out'],
    [['http://localhost:3000/', '--secret', 'whsec_aHVzaA=='], 'base64 of 24 to 75 bytes', 'leave it out'],
    [['http://localhost:3000/', '--secret', 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=='], 'expected whsec_', 'leave it out'],
    [['http://localhost:3000/', '--secret', ''], 'expected whsec_', 'leave it out'],
    [['http://localhost:3000/', '--format', 'xml'], '--format takes standard, cloudevents, cloudevents_binary, raw, not xml', 'listen --help'],
    [['http://localhost:3000/', '--since', 'yesterday'], '--since takes days, hours or minutes', 'Give one of these'],
    [['http://localhost:3000/', '--since', '1h', '--after', '3'], 'exclude each other', 'Use one of them'],
    [['http://localhost:3000/', '--timeout', '0'], '--timeout takes 1 to 600', 'Give one'],
    [['http://localhost:3000/', '--retries', '21'], '--retries takes 0 to 20', 'Give one'],
    [[], 'listen needs <address>', 'patchbay listen <address>'],
  ])('is refused before anything is sent: %j', async (argv, words, fix) => {
    const { ended, said } = listen(argv);
    expect(await ended).toBe(2);
    expect(said.err).toMatch(/^error cli\.usage: .*\n {2}fix: .*\n$/);
    expect(said.err).toContain(words);
    expect(said.err).toContain(fix);
    expect(said.err).not.toMatch(/hush|aHVza/);
    expect(said.out).toBe('');
  });

  it('is the hub’s to say where it knows better: a type, a key, and that it is not there', async () => {
    const at = 'http://localhost:3000/';
    expect(await listen([at, '--type', '*.finished']).ended).toBe(7);
    expect(await listen([at], { PATCHBAY_KEY: 'pb_wrong' }).ended).toBe(4);
    const away = listen([at], { PATCHBAY_URL: 'http://127.0.0.1:1' });
    expect(await away.ended).toBe(6);
    expect(away.said.err).toContain('client.unreachable');
    expect(await listen([at], { PATCHBAY_WEBHOOK_SECRET: 'hush' }).ended).toBe(2);
  });
});

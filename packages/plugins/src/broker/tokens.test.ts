import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { collectionOf, installationResource } from '@patchbay/contracts';
import { openSqlite } from '@patchbay/storage';
import { afterEach, expect, test } from 'vitest';
import { pluginCollections } from '../collections.ts';
import type { Live } from '../live.ts';
import { createTokens, type TokenPorts } from './tokens.ts';

const live = { tenant: 'ten_1', id: 'inst_1', revision: 1 } as Live;
const slot = { kind: 'oauth2', name: 'app', grant: 'client_credentials', token_url: 'https://login.example.com/token', client_id: 'app' } as const;
const never = (): never => { throw new Error('a token of an app is kept in memory only'); };
const answered = { status: 200, headers: {}, body: Buffer.from('{"access_token":"token-1","expires_in":3600}') };

/** A login that answers when it is told to. */
function slowLogin() {
  let [asked, answer] = [0, (): void => undefined];
  const send: TokenPorts['send'] = (_live, _request, _secrets, signal) => { asked++; return new Promise((resolve, reject) => { answer = () => resolve(answered); signal.addEventListener('abort', () => reject(signal.reason)); }); };
  const tokens = createTokens({ store: new Proxy({} as TokenPorts['store'], { get: never }), now: () => 0, sleep: never, send, seal: never, unseal: never });
  return { get: (signal: AbortSignal) => tokens.get(live, slot, { config: {} }, signal), answer: () => answer(), get asked() { return asked; } };
}

test('who gives up waiting for a token leaves the others waiting, who get it', async () => {
  const login = slowLogin();
  const [first, second] = [new AbortController(), new AbortController()];
  const [given, waited] = [login.get(first.signal), login.get(second.signal)];
  first.abort(new Error('too long'));
  await expect(given).rejects.toThrow('too long');
  login.answer();
  expect(await waited).toBe('token-1');
  expect(await login.get(new AbortController().signal)).toBe('token-1');
  expect(login.asked).toBe(1);
});

test('who gave up before asks for nothing that they would wait for', async () => {
  const login = slowLogin();
  await expect(login.get(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});

const rotating = { kind: 'oauth2', name: 'app', grant: 'refresh_token', token_url: 'https://login.example.com/token', client_id: 'app', refresh_token: 'refresh' } as const;
const after: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const each of after.splice(0).reverse()) await each(); });

/** Hubs on one store, and a login whose refresh tokens count once. */
async function hubs(count: number) {
  const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  after.push(() => rm(folder, { recursive: true }));
  let valid = 'refresh-0';
  const asked: string[] = [];
  const send: TokenPorts['send'] = async (_live, { body }) => {
    const given = new URLSearchParams(String(body)).get('refresh_token')!;
    asked.push(given);
    await wait(20);
    if (given !== valid) return { status: 400, headers: {}, body: Buffer.from('{"error":"invalid_grant"}') };
    valid = `refresh-${asked.length}`;
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify({ access_token: `access-${asked.length}`, expires_in: 3600, refresh_token: valid })) };
  };
  const stores = await Promise.all(Array.from({ length: count }, () => openSqlite({ file: join(folder, 'hub.db'), collections: [...pluginCollections, collectionOf(installationResource)], now: Date.now })));
  for (const store of stores) after.push(() => store.close());
  await stores[0]!.commit([{ op: 'insert', in: 'installation', tenant: 'ten_1', id: 'inst_1', body: { plugin: 'acme/a', name: 'default' }, at: 0 }]);
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => wait(ms, undefined, { signal });
  const get = stores.map((store) => {
    const tokens = createTokens({ store, now: Date.now, sleep, send, seal: async (_tenant, _context, value) => value, unseal: async (_tenant, _context, sealed) => sealed });
    return () => tokens.get(live, rotating, { config: {}, secret: { refresh: 'refresh-0' } }, AbortSignal.timeout(20_000));
  });
  return { stores, asked, get };
}

test('two hubs that need a token at the same time use the refresh token once, and both have what it gave', async () => {
  const { asked, get } = await hubs(2);
  expect(await Promise.all(get.map((each) => each()))).toEqual(['access-1', 'access-1']);
  expect(asked).toEqual(['refresh-0']);
});

test('who asks while the installation goes leaves no token behind', async () => {
  const { stores: [store], get: [get] } = await hubs(1);
  const asking = get!();
  await expect.poll(async () => (await store!.list('plugin_token', { tenant: 'ten_1', limit: 10 })).length).toBe(1);
  await store!.commit([{ op: 'delete', in: 'plugin_token', tenant: 'ten_1', id: 'inst_1/app' }, { op: 'delete', in: 'installation', tenant: 'ten_1', id: 'inst_1' }]);
  await asking;
  expect(await store!.list('plugin_token', { tenant: 'ten_1', limit: 10 })).toEqual([]);
});

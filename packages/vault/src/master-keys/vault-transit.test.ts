/** Against a loopback double of the transit engine that refuses as Vault documents it. https://developer.hashicorp.com/vault/api-docs/secret/transit */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import type { Send } from '../send.ts';
import { vaultTransitMasterKey } from './vault-transit.ts';

const TOKEN = 'hvs.right';
const keys = new Map([['hub', randomBytes(32)], ['other', randomBytes(32)]]);
let sealed = false;

function respond(request: IncomingMessage, body: string): readonly [number, unknown] {
  if (sealed) return [503, { errors: ['Vault is sealed'] }];
  if (request.headers['x-vault-token'] !== TOKEN || (request.headers['x-vault-namespace'] ?? 'team') !== 'team') return [403, { errors: ['permission denied'] }];
  const route = /^\/v1\/transit\/(encrypt|decrypt)\/([^/?]+)$/.exec(request.url ?? '');
  if (route === null) return [404, { errors: [`no handler for route "${request.url}". route entry not found.`] }];
  if (request.method !== 'POST') return [405, { errors: ['unsupported operation'] }];
  const key = keys.get(decodeURIComponent(route[2]!));
  if (key === undefined) return [400, { errors: ['encryption key not found'] }];
  const input = JSON.parse(body) as { plaintext?: string; ciphertext?: string };
  return route[1] === 'encrypt' ? encrypt(key, input.plaintext) : decrypt(key, input.ciphertext);
}

function encrypt(key: Buffer, plaintext: string | undefined): readonly [number, unknown] {
  if (plaintext === undefined || Buffer.from(plaintext, 'base64').toString('base64') !== plaintext) return [400, { errors: ['failed to base64-decode plaintext'] }];
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const box = Buffer.concat([iv, cipher.update(plaintext, 'base64'), cipher.final(), cipher.getAuthTag()]);
  return [200, { data: { ciphertext: `vault:v1:${box.toString('base64')}`, key_version: 1 } }];
}

function decrypt(key: Buffer, ciphertext: string | undefined): readonly [number, unknown] {
  if (ciphertext?.startsWith('vault:v1:') !== true) return [400, { errors: ['invalid ciphertext: no prefix'] }];
  const box = Buffer.from(ciphertext.slice(9), 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12), { authTagLength: 16 }).setAuthTag(box.subarray(-16));
    return [200, { data: { plaintext: Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]).toString('base64') } }];
  } catch {
    return [400, { errors: ['cipher: message authentication failed'] }];
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
    const [status, json] = respond(request, Buffer.concat(chunks).toString('utf8'));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
});
beforeAll(() => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }));
afterAll(() => { server.closeAllConnections(); server.close(); });

const send: Send = async ({ url, body, ...rest }, signal) => {
  const reply = await fetch(url, { ...rest, body: body as string, signal });
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.bytes() };
};
const master = ({ token = TOKEN, ...options }: { token?: string; key?: string; mount?: string; namespace?: string; slash?: string } = {}) =>
  vaultTransitMasterKey({ send, token: async () => new Secret(token) }, { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${options.slash ?? ''}`, key: 'hub', ...options });
const dataKey = () => new Uint8Array(32).fill(7);

test('Vault wraps and unwraps a data key', async () => {
  for (const key of [master(), master({ slash: '/' }), master({ namespace: 'team' })]) {
    const wrapped = await key.wrap(dataKey());
    expect(wrapped).toMatch(/^vault:v1:/);
    expect(Buffer.from(await key.unwrap(wrapped))).toEqual(Buffer.from(dataKey()));
  }
  expect(master().id).toBe('vault-transit:transit:hub');
});

test('a wrap of another transit key, or a changed one, is unreadable', async () => {
  const wrapped = await master().wrap(dataKey());
  for (const [key, text] of [[master({ key: 'other' }), wrapped], [master(), `${wrapped.slice(0, -6)}AAAAA=`], [master(), 'vault']] as const) {
    await expect(key.unwrap(text)).rejects.toMatchObject({ code: 'secret.unreadable' });
  }
});

test('a refused token, a wrong mount and a missing key say what Vault said and never the token', async () => {
  await expect(master({ token: 'hvs.wrong' }).wrap(dataKey())).rejects.toMatchObject({ code: 'upstream.failed', details: { status: 403, retryable: false } });
  await expect(master({ token: 'hvs.wrong' }).wrap(dataKey())).rejects.not.toThrow('hvs.');
  await expect(master({ namespace: 'others' }).wrap(dataKey())).rejects.toThrow('not allowed');
  await expect(master({ mount: 'elsewhere' }).wrap(dataKey())).rejects.toThrow('no transit engine');
  await expect(master({ key: 'missing' }).wrap(dataKey())).rejects.toMatchObject({ code: 'upstream.failed', details: { status: 400 } });
});

test('a name with a slash in it stays one name', async () => {
  await expect(master({ key: '../../sys/seal' }).wrap(dataKey())).rejects.toMatchObject({ details: { status: 400 } });
});

test('a sealed Vault is worth another try', async () => {
  sealed = true;
  await expect(master().unwrap('vault:v1:AAAA')).rejects.toMatchObject({ code: 'upstream.failed', details: { status: 503, retryable: true } });
  sealed = false;
});

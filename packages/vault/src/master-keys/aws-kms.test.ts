/** Against moto, which checks every signature with AWS's own signer. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signV4 } from '../sigv4.ts';
import type { Send } from '../send.ts';
import { awsKmsMasterKey } from './aws-kms.ts';

const tool = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'moto_server')).find((path) => { try { accessSync(path, constants.X_OK); return true; } catch { return false; } });
const send: Send = async ({ url, body, ...rest }, signal) => {
  const reply = await fetch(url, { ...rest, ...(body === undefined ? {} : { body: body as string }), signal });
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.bytes() };
};
const REGION = 'eu-central-1';
const dataKey = () => new Uint8Array(32).fill(7);

test('moto_server is here, so that AWS KMS is really tested', () => {
  if (tool === undefined) console.warn('\n  AWS KMS IS NOT TESTED: moto_server is not on the PATH. Install it with: pip install "moto[server]"\n');
  expect(process.env['CI'] === 'true' && tool === undefined, 'moto_server is missing on CI; install it with: pip install "moto[server]"').toBe(false);
});

describe.runIf(tool !== undefined)('the AWS KMS master key', () => {
  let moto: ChildProcess;
  let endpoint = '';
  let credentials = { accessKeyId: 'first', secretAccessKey: 'first' };
  const keys: string[] = [];

  beforeAll(async () => {
    // The first three calls make a user; from then on every signature is checked.
    moto = spawn(tool!, ['-H', '127.0.0.1', '-p', '0'], { env: { ...process.env, INITIAL_NO_AUTH_ACTION_COUNT: '3' }, stdio: ['ignore', 'pipe', 'pipe'] });
    endpoint = await new Promise((resolve, reject) => {
      moto.on('exit', () => reject(new Error('moto_server ended before it listened')));
      for (const stream of [moto.stdout!, moto.stderr!]) stream.on('data', (chunk: Buffer) => { const url = /http:\/\/127\.0\.0\.1:\d+/.exec(chunk.toString()); if (url !== null) resolve(url[0]); });
    });
    await iam({ Action: 'CreateUser', UserName: 'hub' });
    const made = await iam({ Action: 'CreateAccessKey', UserName: 'hub' });
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] };
    await iam({ Action: 'PutUserPolicy', UserName: 'hub', PolicyName: 'kms', PolicyDocument: JSON.stringify(policy) });
    credentials = { accessKeyId: /<AccessKeyId>([^<]+)/.exec(made)![1]!, secretAccessKey: /<SecretAccessKey>([^<]+)/.exec(made)![1]! };
    for (let count = 0; count < 2; count++) keys.push((JSON.parse(await signed('kms', '{}', { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.CreateKey' })) as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId);
  }, 60_000);
  afterAll(() => { moto.kill(); });

  const iam = (form: Record<string, string>) => signed('iam', new URLSearchParams({ ...form, Version: '2010-05-08' }).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
  async function signed(service: string, body: string, headers: Record<string, string>): Promise<string> {
    const request = { method: 'POST', url: new URL(endpoint), headers, body };
    const reply = await send({ ...request, url: request.url.href, headers: signV4(request, credentials, { region: REGION, service, at: Date.now() }) }, AbortSignal.timeout(10_000));
    return Buffer.from(reply.body).toString('utf8');
  }
  const master = (keyId: string, given = credentials) => awsKmsMasterKey({ send, now: Date.now, credentials: async () => given }, { keyId, region: REGION, endpoint });

  test('wraps and unwraps a data key with signatures that AWS’s own signer agrees with', async () => {
    const key = master(keys[0]!);
    const wrapped = await key.wrap(dataKey());
    expect(Buffer.from(wrapped, 'base64').includes(Buffer.from(dataKey()))).toBe(false);
    expect(Buffer.from(await key.unwrap(wrapped))).toEqual(Buffer.from(dataKey()));
    expect(key.id).toBe(`aws-kms:${REGION}:${keys[0]}`);
  });

  test('refuses a ciphertext that another key made or that was changed as unreadable', async () => {
    const wrapped = await master(keys[0]!).wrap(dataKey());
    for (const text of [`${wrapped.slice(0, -8)}AAAAAAA=`, Buffer.from('nonsense').toString('base64')]) {
      await expect(master(keys[0]!).unwrap(text)).rejects.toMatchObject({ code: 'secret.unreadable' });
    }
  });

  test('says that AWS refused, and not with which credential, when the signature or the key is wrong', async () => {
    const wrong = { ...credentials, secretAccessKey: 'wrong' };
    await expect(master(keys[0]!, wrong).wrap(dataKey())).rejects.toMatchObject({ code: 'upstream.failed', details: { upstream: 'AWS KMS', retryable: false } });
    await expect(master(keys[0]!, wrong).wrap(dataKey())).rejects.not.toThrow('wrong');
    await expect(master('00000000-0000-0000-0000-000000000000').wrap(dataKey())).rejects.toThrow('NotFoundException');
  });
});

test('a throttled or failing KMS is worth another try, and an answer that is none is not taken', async () => {
  const answer = (status: number, body: string): Send => async () => ({ status, headers: {}, body: Buffer.from(body) });
  const master = (reply: Send) => awsKmsMasterKey({ send: reply, now: () => 0, credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }) }, { keyId: 'k', region: REGION });
  await expect(master(answer(400, '{"__type":"ThrottlingException"}')).wrap(dataKey())).rejects.toMatchObject({ details: { retryable: true } });
  await expect(master(answer(500, '<html>')).wrap(dataKey())).rejects.toMatchObject({ code: 'upstream.failed', details: { status: 500, retryable: true } });
  await expect(master(answer(400, '{"__type":"com.amazonaws.kms#AccessDeniedException"}')).unwrap('x')).rejects.toMatchObject({ code: 'upstream.failed', details: { retryable: false } });
  await expect(master(answer(200, '{}')).wrap(dataKey())).rejects.toMatchObject({ code: 'upstream.failed' });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logIn } from './log-in.ts';

const ID_TOKEN = 'eyJhbGciOiJub25lIn0.e30.of-the-job';
const QUICK = { firstDelay: 1, maxDelay: 1 };
let server: Server;
let url: string;
let answers: readonly [number, object][];
const forms: Record<string, string>[] = [];

beforeAll(async () => {
  server = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
    request.on('end', () => {
      forms.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', ...Object.fromEntries(new URLSearchParams(body)) });
      const [status, answer] = answers[Math.min(forms.length, answers.length) - 1]!;
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => { forms.length = 0; });
afterAll(() => { server.close(); });

const LET_IN = { access_token: 'token-of-the-hub', token_type: 'Bearer', expires_in: 900, scope: 'deployment:write deployment:read' };

describe('keyless login', () => {
  test('shows the token of the CI and gets one of the hub', async () => {
    answers = [[200, LET_IN]];
    expect(await logIn({ url, policy: 'trust_1', idToken: ID_TOKEN })).toEqual({ token: 'token-of-the-hub', lifetime: 900, scopes: ['deployment:write', 'deployment:read'] });
    expect(forms).toEqual([{ path: '/v1/token', type: 'application/x-www-form-urlencoded', grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', subject_token: ID_TOKEN, policy: 'trust_1' }]);
  });

  test('asks a busy hub again, and hands on its refusal when it stays busy', async () => {
    const busy: [number, object] = [503, { code: 'hub.overloaded', detail: 'The hub is busy', status: 503, fix: 'Try again later.' }];
    answers = [busy, [200, LET_IN]];
    expect((await logIn({ url, policy: 'trust_1', idToken: ID_TOKEN, retry: QUICK })).token).toBe('token-of-the-hub');
    answers = [busy];
    await expect(logIn({ url, policy: 'trust_1', idToken: ID_TOKEN, retry: { ...QUICK, attempts: 2 } })).rejects.toMatchObject({ code: 'hub.overloaded', fix: 'Try again later.' });
  });

  test('is refused once, in the words of the hub and without the token', async () => {
    answers = [[400, { code: 'token.refused', detail: `No policy for ${ID_TOKEN}`, status: 400, fix: 'Look at the claims.' }]];
    await expect(logIn({ url, policy: 'trust_1', idToken: ID_TOKEN, retry: QUICK })).rejects.toMatchObject({ code: 'token.refused', message: 'No policy for •••' });
    expect(forms).toHaveLength(1);
    await expect(logIn({ url, policy: 'trust_1', idToken: '' })).rejects.toMatchObject({ code: 'client.misused' });
  });
});

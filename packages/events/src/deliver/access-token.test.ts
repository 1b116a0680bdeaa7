import { Failure } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { type AskForToken, createAccessTokens, type TokenClient } from './access-token.ts';

const client: TokenClient = { tokenUrl: 'https://login.example.com/token', clientId: 'patch bay', clientSecret: 's€cret:/', scopes: ['a', 'b'], audience: 'https://api.example.com', policy: undefined };
const endpoint = { id: 'ep_1', version: 1 };
const never = new AbortController().signal;
const options = { deadlineMs: 1000 };

function open(answers: readonly { status?: number; body: unknown }[]) {
  const asked: Parameters<AskForToken>[0][] = [];
  let clock = 0;
  const send: AskForToken = async (request) => {
    const { status = 200, body } = answers[Math.min(asked.push(request), answers.length) - 1]!;
    return { status, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
  };
  return { asked, tokens: createAccessTokens({ send, now: () => clock }), pass: (ms: number) => { clock += ms; } };
}

const refusal = (work: Promise<unknown>): Promise<Failure> => work.then(() => { throw new Error('expected a refusal'); }, (error: unknown) => { if (error instanceof Failure) return error; throw error; });

test('a token is asked for as RFC 6749 says, with the credentials form-encoded in Basic', async () => {
  const { asked, tokens } = open([{ body: { access_token: 't1', token_type: 'Bearer', expires_in: 3600 } }]);
  expect(await tokens.of(endpoint, client)(options, never)).toBe('t1');
  expect(asked).toHaveLength(1);
  expect(Object.fromEntries(new URLSearchParams(asked[0]!.body))).toEqual({ grant_type: 'client_credentials', scope: 'a b', audience: 'https://api.example.com' });
  expect(Buffer.from(asked[0]!.headers['authorization']!.slice('Basic '.length), 'base64').toString()).toBe('patch+bay:s%E2%82%ACcret%3A%2F');
});

test('it is kept until shortly before it runs out, also by who asks at the same time', async () => {
  const { asked, tokens, pass } = open([{ body: { access_token: 't1', expires_in: 3600 } }, { body: { access_token: 't2', expires_in: 3600 } }]);
  const get = tokens.of(endpoint, client);
  expect(await Promise.all([get(options, never), get(options, never)])).toEqual(['t1', 't1']);
  pass(3_569_000);
  expect(await get(options, never)).toBe('t1');
  pass(2_000);
  expect(await get(options, never)).toBe('t2');
  expect(asked).toHaveLength(2);
});

test('one that was refused is replaced once, however many met the refusal', async () => {
  const { asked, tokens, pass } = open([{ body: { access_token: 't1', expires_in: 3600 } }, { body: { access_token: 't2', expires_in: 3600 } }]);
  const get = tokens.of(endpoint, client);
  await get(options, never);
  expect(await get({ ...options, instead: 't1' }, never)).toBe('t1'); // it is new: the next one would be refused too
  pass(1000);
  expect(await Promise.all([get({ ...options, instead: 't1' }, never), get({ ...options, instead: 't1' }, never)])).toEqual(['t2', 't2']);
  expect(await get({ ...options, instead: 't1' }, never)).toBe('t2');
  expect(asked).toHaveLength(2);
});

test('a changed endpoint asks anew', async () => {
  const { asked, tokens } = open([{ body: { access_token: 't1', expires_in: 3600 } }]);
  await tokens.of(endpoint, client)(options, never);
  await tokens.of({ ...endpoint, version: 2 }, client)(options, never);
  tokens.forget('ep_1');
  await tokens.of({ ...endpoint, version: 2 }, client)(options, never);
  expect(asked).toHaveLength(3);
});

test.each([
  ['an answer that is no success', { status: 401, body: { error: 'invalid_client' } }, 'answered 401'],
  ['no token', { body: { token: 'secret-token' } }, 'without an access_token'],
  ['a token that no header can hold', { body: { access_token: 'secret-token\r\nX: 1' } }, 'without an access_token'],
  ['a token of another type', { body: { access_token: 'secret-token', token_type: 'mac' } }, 'no bearer token'],
  ['what is not JSON', { body: 'secret-token' }, 'not JSON'],
])('%s is their failure, and nothing of the answer is told', async (_, answer, says) => {
  const failure = await refusal(open([answer]).tokens.of(endpoint, client)(options, never));
  expect([failure.code, failure.details['reason']]).toEqual(['upstream.failed', 'token']);
  expect(failure.message).toContain(says);
  expect(JSON.stringify([failure.message, failure.details])).not.toContain('secret-token');
});

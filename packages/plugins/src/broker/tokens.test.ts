import { expect, test } from 'vitest';
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

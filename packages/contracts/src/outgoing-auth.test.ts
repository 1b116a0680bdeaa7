import { describe, expect, it } from 'vitest';
import { schemasOf } from './derive.ts';
import { endpoint } from './resources/endpoint.ts';
import { mcpServer } from './resources/mcp-server.ts';

const { create, update } = schemasOf(endpoint);
const made = (fields: object) => create.safeParse({ name: 'billing', url: 'https://billing.example.com/hooks', ...fields });
const issues = ({ error }: ReturnType<typeof made>) => error?.issues.map(({ path, message }) => [path.join('.'), message]);

describe('the secret of auth', () => {
  it('may be an empty password, and nothing else that is empty', () => {
    expect(made({ auth: { kind: 'basic', username: 'ada' }, auth_secret: '' }).success).toBe(true);
    expect(issues(made({ auth: { kind: 'bearer' }, auth_secret: '' }))).toEqual([['auth_secret', 'auth bearer needs auth_secret']]);
    expect(issues(made({ auth_secret: '' }))).toEqual([['auth_secret', 'auth none has no secret']]);
  });

  it('is there when auth needs one', () => {
    expect(issues(made({ auth: { kind: 'basic' } }))).toEqual([['auth.username', 'auth basic needs username'], ['auth_secret', 'auth basic needs auth_secret']]);
    expect(issues(made({ auth: { kind: 'header' }, auth_secret: 'x' }))).toEqual([['auth.header', 'auth header needs header']]);
  });
});

it('the user of auth has no colon, of an endpoint or of an attached server', () => {
  const auth = { kind: 'basic', username: 'ada:lovelace' };
  const refusal = [['auth.username', expect.stringContaining('expected no colon') as string]];
  expect(issues(made({ auth, auth_secret: 'pass:word' }))).toEqual(refusal);
  expect(issues(schemasOf(mcpServer).create.safeParse({ slug: 'linear', name: 'Linear', transport: 'http', http: { url: 'https://mcp.example.com/mcp' }, auth, auth_secret: 'pass:word' }))).toEqual(refusal);
  expect(made({ auth: { ...auth, username: 'ada' }, auth_secret: 'pass:word' }).success).toBe(true);
});

it('a user or password in the URL of an endpoint is refused before anybody is asked to approve it', () => {
  for (const url of ['https://ada:s3cret@billing.example.com/', 'https://ada@billing.example.com/', 'https://:s3cret@billing.example.com/']) {
    for (const { error } of [made({ url }), update.safeParse({ id: 'ep_1', url })]) {
      expect(error?.issues).toMatchObject([{ path: ['url'], message: expect.stringContaining('set `auth` to {"kind": "basic"') as string }]);
      expect(JSON.stringify(error)).not.toContain('s3cret');
    }
  }
  expect(made({ url: 'https://billing.example.com/@ada:s3cret' }).success).toBe(true);
});

it('what no header can hold is refused before anything is sent with it', () => {
  const unfit = 'expected characters that a header can hold: printable Latin-1, and no line break, not even at the end';
  for (const value of ['日本', 'a\nb', 'token\n', '\u0085']) {
    expect(issues(made({ headers: { 'X-Team': value } }))).toEqual([['headers.X-Team', unfit]]);
    expect(issues(made({ secret_headers: { 'X-Api-Key': value } }))).toEqual([['secret_headers.X-Api-Key', unfit]]);
    for (const auth of [{ kind: 'bearer' }, { kind: 'header', header: 'X-Token' }]) expect(issues(made({ auth, auth_secret: value }))).toEqual([['auth_secret', unfit]]);
  }
  expect(made({ headers: { 'X-Team': 'Zahlungen für alle' }, auth: { kind: 'bearer' }, auth_secret: 'grün' }).success).toBe(true);
  expect(made({ auth: { kind: 'basic', username: 'ada' }, auth_secret: '日本' }).success).toBe(true);
});

it('an endpoint has no more headers than a request can, open ones and secret ones each', () => {
  const headers = (names: number, length: number, begin = 'X') => Object.fromEntries(Array.from({ length: names }, (_, n) => [`${begin}-${n}`, 'a'.repeat(length)]));
  const message = expect.stringContaining('expected at most 40 headers, and 8192 characters') as string;
  expect(made({ headers: headers(40, 10), secret_headers: headers(2, 4000, 'Y') }).success).toBe(true);
  expect(issues(made({ headers: headers(41, 10) }))).toEqual([['headers', message]]);
  expect(issues(made({ secret_headers: headers(3, 3000) }))).toEqual([['secret_headers', message]]);
  expect(issues(update.safeParse({ id: 'ep_01jd8xk3v2q4r6t8w0y2a4c6e8', headers: headers(41, 10) }))).toEqual([['headers', message]]);
});

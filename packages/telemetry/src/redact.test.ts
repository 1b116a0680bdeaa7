import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { isSecretName, redact, redactText } from './redact.ts';

const HUNTER = 'hunter2-correct-horse';
const hides = (value: object) => expect(JSON.stringify(redact(value))).not.toContain('hunter2');

/** As the vault's Secret shows itself. */
class Hidden {
  readonly #value = HUNTER;
  reveal() { return this.#value; }
  toJSON() { return '•••'; }
  [inspect.custom]() { return '•••'; }
}

test.for([
  'authorization', 'Authorization', 'proxy-authorization', 'cookie', 'Set-Cookie', 'token', 'access_token', 'refreshToken', 'X-Vault-Token', 'x-amz-security-token', 'id_token', 'tokens', 'secret', 'client_secret', 'webhookSecrets', 'secretAccessKey',
  'password', 'db_password', 'passwd', 'passphrase', 'key', 'api_key', 'x-api-key', 'apiKeys', 'privateKey', 'signing_key', 'masterKey', 'value', 'values', 'credentials', 'connection_string', 'database_url', 'sealed', 'plaintext', 'jwt', 'otp', 'signature',
])('a field named %s is hidden at any depth', (name) => {
  hides({ [name]: HUNTER });
  hides({ a: [{ b: new Map([['c', { [name]: HUNTER }]]) }] });
  hides({ [name]: { inner: [HUNTER] } });
  hides({ [name]: Buffer.from(HUNTER) });
  expect(redact({ [name]: 123456 })[name]).toBe('•••');
});

test.for(['idempotency_key', 'key_id', 'keyId', 'ordering_key', 'tenant', 'action', 'token_count', 'secret_name', 'next_cursor', 'monkey', 'valued_at', 'author', 'passed', 'key_version'])('a field named %s is shown', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test('whether a secret is there may be shown, and what it is may not', () => {
  expect(redact({ token: true, secret: null, password: undefined })).toEqual({ token: true, secret: null });
});

test.for([
  ['an API key of ours', 'key pb_hunter2correcthorse was used', 'key pb_••• was used'],
  ['a key in brackets', '{"a":"pb_hunter2correcthorse"}', '{"a":"pb_•••"}'],
  ['a webhook secret', 'whsec_hunter2correcthorse+/=', 'whsec_•••'],
  ['a bearer header', 'Authorization: Bearer hunter2correct', 'Authorization: Bearer •••'],
  ['basic credentials', 'got basic aHVudGVyMmh1bnRlcjI=', 'got basic •••'],
  ['credentials in a URL', 'connect postgres://hub:hunter2@db:5432/hub', 'connect postgres://•••@db:5432/hub'],
  ['a token in a query', 'GET /x?a=1&access_token=hunter2&b=2', 'GET /x?a=1&access_token=•••&b=2'],
  ['a GitHub token', 'ghp_hunter2hunter2hunter2', '•••'],
  ['a Slack token', 'xoxb-hunter2-hunter2-abc', '•••'],
  ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2', '•••'],
  ['a private key', 'x -----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY----- y', 'x ••• y'],
  ['a private key that was cut', '-----BEGIN EC PRIVATE KEY-----\nhunter2', '•••'],
] as const)('%s is hidden in any text', ([, text, shown]) => {
  expect(redactText(text)).toBe(shown);
  expect(redact({ deep: [{ text }] })).toEqual({ deep: [{ text: shown }] });
  hides({ [text]: 1 });
});

test('plain texts stay as they are', () => {
  for (const text of ['delivered', 'prj_01jd8xabcdefghjkmnpqrstvwx', 'https://example.test/a?page=2', 'basic plan', 'a=b', 'https://example.test/@user']) expect(redactText(text)).toBe(text);
});

test('a Secret shows dots, wherever it is', () => {
  hides({ a: new Hidden(), list: [new Hidden()], map: new Map([['x', new Hidden()]]), set: new Set([new Hidden()]) });
  expect(redact({ a: new Hidden() })).toEqual({ a: '•••' });
});

test('an error shows its message, fields and causes without their secrets', () => {
  const cause = Object.assign(new TypeError('refused pb_hunter2correcthorse'), { response: { headers: { authorization: HUNTER }, status: 401 } });
  const error = new AggregateError([new Error('at https://a:hunter2@b/')], 'Bearer hunter2hunter2', { cause });
  hides({ error });
  expect(redact({ error })).toMatchObject({ error: { type: 'AggregateError', message: 'Bearer •••', errors: [{ type: 'Error' }], cause: { type: 'TypeError', message: 'refused pb_•••', response: { headers: { authorization: '•••' }, status: 401 } } } });
});

test('bytes are counted and not shown', () => {
  expect(redact({ body: Buffer.from(HUNTER), view: new Uint8Array(4) })).toEqual({ body: '[21 bytes]', view: '[4 bytes]' });
});

test('nothing that is logged can break the log or fill it', () => {
  const circular: Record<string, unknown> = { name: 'a' };
  circular['self'] = circular;
  let deep: object = {};
  for (let level = 0; level < 50; level++) deep = { deep };
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`f${at}`, at]));
  const shown = JSON.stringify(redact({
    circular, deep, wide, long: 'x'.repeat(1e6), list: Array(10_000).fill(1), nan: NaN, big: 10n, call: () => 1, when: new Date(NaN),
    get broken() { return { get trap() { throw new Error('no'); } }; }, proto: JSON.parse('{"__proto__":{"polluted":true}}') as object, toJSON: undefined,
  }));
  expect(shown.length).toBeLessThan(20_000);
  expect(shown).toContain('[circular]');
  expect(shown).toContain('[deeper]');
  expect(shown).toContain('[unreadable]');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a hostile text takes no time to read', () => {
  const texts = ['pb_'.repeat(100_000), `://${'a'.repeat(200_000)}`, 'eyJ'.repeat(100_000), '-----BEGIN PRIVATE KEY-----'.repeat(10_000), 'Bearer '.repeat(50_000), '?key='.repeat(50_000)];
  for (const text of texts) expect(redactText(text).length).toBeLessThan(20_000);
});

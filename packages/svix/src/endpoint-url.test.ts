import { expect, test } from 'vitest';
import { addressed } from './endpoint-url.ts';
import { Refusal } from './refusal.ts';

const basic = (username: string, auth_secret: string, url = 'https://example.com/hooks') => ({ url, auth: { kind: 'basic', username }, auth_secret });

test.each([
  ['https://ada:s3cret@example.com/hooks', basic('ada', 's3cret')],
  ['https://ada@example.com/hooks', basic('ada', '')],
  ['https://ada:@example.com/hooks', basic('ada', '')],
  ['https://a%20da:p%40ss%3Aw%2For%25d@example.com/hooks', basic('a da', 'p@ss:w/or%d')],
  ['https://ada:a:b:c@example.com/hooks', basic('ada', 'a:b:c')],
  ['https://ada:p@ss@example.com/hooks', basic('ada', 'p@ss')],
  ['https://ada:100%@example.com/hooks', basic('ada', '100%')],
  ['https://ada:%zz%4@example.com/hooks', basic('ada', '%zz%4')],
  ['https://ada:p+w@example.com/hooks', basic('ada', 'p+w')],
  ['https://%C3%84da:pässwörd@example.com/hooks', basic('Äda', 'pässwörd')],
  ['https:\\\\ada:s3cret@example.com\\hooks', basic('ada', 's3cret')],
  ['HTTPS://ada:s3cret@Example.com:8443/hooks?a=b%20c&d=@', basic('ada', 's3cret', 'https://example.com:8443/hooks?a=b%20c&d=@')],
])('of %s the user and the password go where nobody reads them back', (text, fields) => {
  expect(addressed(text, {})).toEqual(fields);
});

test.each(['https://Example.com', 'https://example.com/@ada:s3cret', 'https://@example.com/', 'not a url'])('%s is left as it is', (url) => {
  expect(addressed(url, {})).toEqual({ url });
});

test.each([
  ['https://:s3cret@example.com/', 'without a colon'], ['https://a%3Ada:s3cret@example.com/', 'without a colon'], ['https://ada:s3cret%0D%0A@example.com/', 'no control characters'], ['https://ada%00:s3cret@example.com/', 'no control characters'],
  ['https://ada:s3cret%ff@example.com/', 'UTF-8'],
])('%s is refused at the URL, and nothing of it is told', (url, why) => {
  const refusal = refused(url, {});
  expect(refusal).toMatchObject({ status: 422, wrong: [{ loc: ['body', 'url'], msg: expect.stringContaining(why) as string }] });
  expect(JSON.stringify(refusal.body) + String(refusal.stack)).not.toContain('s3cret');
});

test.each([{ auth: { kind: 'bearer' } }, { auth: { kind: 'mtls' } }, { secret_header_names: ['X-Api-Key', 'authorization'] }])('a user beside %j is refused: nobody can tell which of them is meant', (around) => {
  expect(refused('https://ada:s3cret@example.com/', around).message).toContain('already');
  expect(addressed('https://example.com/', around)).toEqual({ url: 'https://example.com/' });
});

test('a URL without a user keeps the one of before at the same host, and takes no password to another', () => {
  const before = { url: 'https://example.com/hooks', auth: { kind: 'basic' } };
  expect(addressed('https://example.com/others', before)).toEqual({ url: 'https://example.com/others' });
  expect(addressed('https://other.example/hooks', before)).toEqual({ url: 'https://other.example/hooks', auth: null, auth_secret: null });
  expect(addressed('https://other.example/hooks', { ...before, auth: { kind: 'bearer' } })).toEqual({ url: 'https://other.example/hooks' });
  expect(addressed('https://bob:new@example.com/hooks', before)).toEqual(basic('bob', 'new'));
});

function refused(...[url, around]: Parameters<typeof addressed>): Refusal {
  try {
    addressed(url, around);
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('expected a refusal');
}

import { expect, test } from 'vitest';
import { AnswerReader } from './answer.ts';

interface Read { readonly said: readonly unknown[]; readonly taken: number }

/** What a reader tells of bytes that come in pieces of this size. */
function read(text: string, piece: number, { bodyless = false, closes = false } = {}): Read {
  const said: unknown[] = [];
  let body = '';
  const flush = (): void => { if (body !== '') said.push(body); body = ''; };
  const reader = new AnswerReader({
    head: (status, headers) => { said.push(status, { ...headers }); },
    data: (bytes) => { body += bytes.toString('latin1'); },
    ended: (reusable) => { flush(); said.push(reusable ? 'reusable' : 'over'); },
    bad: (why) => { flush(); said.push(why); },
  });
  const bytes = Buffer.from(text, 'latin1');
  let taken = 0;
  reader.begin(bodyless);
  for (let at = 0; at < bytes.length; at += piece) taken += reader.take(bytes.subarray(at, at + piece));
  if (closes && !reader.close()) said.push('cut off');
  flush();
  return { said, taken };
}

const lines = (...all: readonly string[]): string => [...all, '', ''].join('\r\n');
const chunked = (body: string): string => lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked') + body;

test.for<readonly [string, string, readonly unknown[], object?]>([
  ['a body with its length', lines('HTTP/1.1 200 OK', 'Content-Length: 4', 'X-A:  b \t') + 'good', [200, { 'content-length': '4', 'x-a': 'b' }, 'good', 'reusable']],
  ['no body', lines('HTTP/1.1 204'), [204, {}, 'reusable']],
  ['an empty body', lines('HTTP/1.1 500 Oh, no', 'content-length: 0'), [500, { 'content-length': '0' }, 'reusable']],
  ['headers that come twice', lines('HTTP/1.1 304 Not Modified', 'a: 1', 'A: 2', 'a:'), [304, { a: '1, 2, ' }, 'reusable']],
  ['a body of HEAD', lines('HTTP/1.1 200 OK', 'content-length: 4'), [200, { 'content-length': '4' }, 'reusable'], { bodyless: true }],
  ['chunks, with what may stand beside them', chunked('4;a=b\r\ngood\r\n00b \r\n and better\r\n0\r\nx-a: b\r\nx-c: d\r\n\r\n'), [200, { 'transfer-encoding': 'chunked' }, 'good and better', 'reusable']],
  ['what comes until the end', lines('HTTP/1.1 200 OK') + 'good', [200, {}, 'good', 'over'], { closes: true }],
  ['the side that goes', lines('HTTP/1.1 200 OK', 'connection: Keep-Alive, close', 'content-length: 4') + 'good', [200, { connection: 'Keep-Alive, close', 'content-length': '4' }, 'good', 'over']],
  ['one of before', lines('HTTP/1.0 200 OK', 'content-length: 4') + 'good', [200, { 'content-length': '4' }, 'good', 'over']],
  ['hints before the answer', lines('HTTP/1.1 103 Early', 'link: </a>') + lines('HTTP/1.1 200 OK', 'content-length: 0'), [103, { link: '</a>' }, 200, { 'content-length': '0' }, 'reusable']],
  ['leave to go on that nobody asked for', lines('HTTP/1.1 100 Continue') + lines('HTTP/1.1 200 OK', 'content-length: 4') + 'good', [100, {}, 200, { 'content-length': '4' }, 'good', 'reusable']],
  ['one that is cut off', lines('HTTP/1.1 200 OK', 'content-length: 9') + 'good', [200, { 'content-length': '9' }, 'cut off', 'good'], { closes: true }],
])('%s is read as it is meant, in whatever pieces it comes', ([, text, expected, how]) => {
  for (const piece of [1, 2, 3, 7, 100_000]) expect(read(text, piece, how)).toEqual({ said: expected, taken: text.length });
});

test.for([
  'SSH-2.0-OpenSSH_9.2\r\n', '\x00\x00\x00\x04', '<html>', 'HTTP/2 200\r\n\r\n', lines('HTTP/1.1 099 Low'), lines('HTTP/1.1 2000 High'), lines('HTTP/1.1200 OK'), lines('HTTP/1.1 200 O\0K'), lines(' HTTP/1.1 200 OK'),
  lines('HTTP/1.1 101 Switching Protocols', 'upgrade: x'), 'HTTP/1.1 200 OK\nx-a: b\n\n', lines('HTTP/1.1 200 OK', 'x-a: b\rc'),
  ...['x a: b', 'x-a : b', ' folded', ': b', 'x-a', 'x-a: \x01', 'content-length: -1', 'content-length: +4', 'content-length: 0x4', 'content-length: 4, 4', 'content-length:', 'content-length: 99999999999999999', 'transfer-encoding: gzip', 'transfer-encoding: chunked, chunked', 'transfer-encoding: xchunked'].map((line) => lines('HTTP/1.1 200 OK', line)),
  lines('HTTP/1.1 200 OK', 'content-length: 4', 'transfer-encoding: chunked'), lines('HTTP/1.1 200 OK', 'content-length: 4', 'content-length: 4'),
  ...['zz\r\n', '-1\r\n', '0x4\r\n', ' 4\r\n', 'fffffffffffffffff\r\n', '\r\n', '4\ngood', '1\r\nab\r\n', '1\r\na\n\r\n', '1;\0\r\na\r\n', '0\r\nx a: b\r\n', '0\r\nx\r\n'].map(chunked),
])('%j is no answer, as soon as that is clear', (text) => {
  for (const piece of [1, 3, 100_000]) expect(read(text, piece).said.at(-1)).toBe('not-http');
});

test('a head, trailers and a line before a chunk end somewhere', () => {
  const fill = 'a'.repeat(17_000);
  for (const text of [`HTTP/1.1 200 ${fill}`, `HTTP/1.1 200 OK\r\nx-a: ${fill}`, chunked(`1;${fill}`), chunked(`0\r\n${'x-a: b\r\n'.repeat(4_000)}`), chunked(`0\r\nx-a: ${fill}`)]) {
    for (const piece of [1_000, 100_000]) expect(read(text, piece).said.at(-1)).toBe('head-too-large');
  }
});

test('what comes behind an answer is no part of it, and spoils the connection', () => {
  for (const answer of [lines('HTTP/1.1 200 OK', 'content-length: 4') + 'good', lines('HTTP/1.1 204 No Content', 'content-length: 6'), chunked('0\r\n\r\n')]) {
    const { said, taken } = read(`${answer}HTTP/1.1 200 OK\r\n\r\npoison`, 100_000);
    expect([said.at(-1), taken]).toEqual(['over', answer.length]);
  }
});

test('nothing is told any more to who has stopped', () => {
  const said: string[] = [];
  const reader: AnswerReader = new AnswerReader({ head: () => { said.push('head'); reader.stop(); }, data: () => { said.push('data'); }, ended: () => { said.push('ended'); }, bad: () => { said.push('bad'); } });
  for (const text of [lines('HTTP/1.1 200 OK', 'content-length: 4') + 'good', lines('HTTP/1.1 200 OK', 'content-length: 0'), chunked('4\r\ngood')]) {
    reader.begin(false);
    reader.take(Buffer.from(text));
  }
  expect(said).toEqual(['head', 'head', 'head']);
});

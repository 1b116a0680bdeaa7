import { expect, test } from 'vitest';
import type { Entry } from './driver.ts';
import { fittingText, partsOf } from './entry-text.ts';
import { hostAndPort } from './host-and-port.ts';
import { fill } from './placeholders.ts';
import { saidBy } from './sink-failure.ts';

const entry: Entry = { stream: 'events', tenant: 'ten_1', id: 'evt_1', seq: 7, at: 0, type: 'build.finished', subject: 'shop', document: { id: 'evt_1', data: 'ü'.repeat(500) } };

test('an entry that is too large is told without its data, by bytes and not by letters', () => {
  expect(fittingText(entry, 2000)).toBe(JSON.stringify(entry.document));
  expect(JSON.parse(fittingText(entry, 1000))).toEqual({ id: 'evt_1', tenant: 'ten_1', seq: 7, type: 'build.finished', subject: 'shop', time: '1970-01-01T00:00:00.000Z', omitted: 'larger than 1000 bytes; read it from the hub by its id' });
});

test('parts hold so many items and bytes, in order', () => {
  const sizes = (items: readonly number[], most: object) => partsOf(items, (item) => item, { mostBytes: 10, ...most }).map(({ items: of, bytes }) => [of, bytes]);
  expect(sizes([4, 4, 4, 10, 11, 1], {})).toEqual([[[4, 4], 8], [[4], 4], [[10], 10], [[11], 11], [[1], 1]]);
  expect(sizes([1, 1, 1], { mostItems: 2 })).toEqual([[[1, 1], 2], [[1], 1]]);
  expect(sizes([], {})).toEqual([]);
});

test('names are filled with clean values', () => {
  expect(fill('{tenant}/{type}/{subject}/{other}', entry, (value) => value.toUpperCase())).toBe('TEN_1/BUILD.FINISHED/SHOP/{other}');
});

test('a host has a port, or the usual one', () => {
  expect([hostAndPort('a.example:1', 9), hostAndPort('a.example', 9), hostAndPort('[::1]:1', 9), hostAndPort('[::1]', 9)]).toEqual([{ host: 'a.example', port: 1 }, { host: 'a.example', port: 9 }, { host: '::1', port: 1 }, { host: '::1', port: 9 }]);
});

test('what another system says is shown short, printable and without the secret', () => {
  expect(saidBy(`no\r\n\u0007hunter2 ${'x'.repeat(300)}`, 'hunter2')).toBe(`no ••• ${'x'.repeat(193)}…`);
});

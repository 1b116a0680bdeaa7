import { expect, test } from 'vitest';
import { Reading, Sheet } from './sheet.ts';

const ascii = ['', 'a', 'evt_01jd8xk3v2q4r6t8w0y2a4c6e8', 'x'.repeat(40_000), 'y'.repeat(1_000), 'z'.repeat(300_000), '\u0000'];
const others = ['é', 'ünïcödé', '你好', '🦊'.repeat(9_000), '\ufeffmark', '\u0080\u00ff', 'w'.repeat(33_000)];

function written(texts: readonly string[], sheet = new Sheet()): Sheet {
  for (const [at, text] of texts.entries()) {
    sheet.number(at + 0.5);
    sheet.text(text);
  }
  return sheet;
}

function read(sheet: Sheet): string[] {
  const reading = new Reading(sheet.written);
  const texts: string[] = [];
  while (!reading.ended) {
    expect(reading.next()).toBe(texts.length + 0.5);
    texts.push(reading.nextText());
  }
  return texts;
}

test('what is written is read, in ASCII and in anything else, short and long', () => {
  expect(read(written(ascii))).toEqual(ascii);
  expect(read(written(others))).toEqual(others);
  expect(read(written([...ascii, ...others, ...ascii]))).toEqual([...ascii, ...others, ...ascii]);
  const many = Array.from({ length: 30_000 }, (_, n) => `text ${n}`);
  expect(read(written(many))).toEqual(many);
});

test('half a character is read as the sign for what can’t be read', () => {
  expect(read(written(['before', '\ud800', 'after']))).toEqual(['before', '\ufffd', 'after']);
});

test('a sheet is written anew, and only one that had to grow much is not used again', () => {
  const sheet = written(others);
  expect(sheet.clear()).toBe(true);
  expect(read(written(['a', 'b'], sheet))).toEqual(['a', 'b']);
  expect(written(['x'.repeat(2_000_000)]).clear()).toBe(false);
});

test('what was written since a mark is taken back', () => {
  const sheet = written(['kept']);
  const { mark } = sheet;
  sheet.text('taken back');
  sheet.back(mark);
  expect(read(sheet)).toEqual(['kept']);
});

test('a reader goes back, and passes over', () => {
  const reading = new Reading(written(['first', 'y'.repeat(40_000), 'last']).written);
  reading.next();
  const { mark } = reading;
  expect(reading.nextText()).toBe('first');
  reading.pass(false);
  reading.pass(true);
  reading.pass(false);
  expect(reading.nextText()).toBe('last');
  expect(reading.ended).toBe(true);
  reading.back(mark);
  expect(reading.nextText()).toBe('first');
});

test('a text that comes again is read again, also by who went back or passed over it, and not after it was taken back', () => {
  for (const more of ['', 'é']) {
    const sheet = new Sheet();
    sheet.again('taken back', 0);
    sheet.back([0, 0]);
    for (const text of ['taken back', 'same', 'same', 'other', '', '', 'same', 'l'.repeat(1_024), 'l'.repeat(1_024)]) sheet.again(text + more, 0);
    sheet.again('another', 1);
    sheet.again('another', 1);
    const reading = new Reading(sheet.written);
    const { mark } = reading;
    const wanted = ['taken back', 'same', 'same', 'other', '', '', 'same', 'l'.repeat(1_024), 'l'.repeat(1_024)].map((text) => text + more);
    expect(reading.nextTexts(wanted.length + 2)).toEqual([...wanted, 'another', 'another']);
    expect(reading.ended).toBe(true);
    reading.back(mark);
    for (const text of wanted) {
      if (text.startsWith('same')) expect(reading.nextText()).toBe(text);
      else reading.pass(true);
    }
    expect(reading.nextTexts(2)).toEqual(['another', 'another']);
  }
});

import { describe, expect, it } from 'vitest';
import { testIo } from '../../testing/test-io.ts';
import { paintFor } from './paint.ts';
import { json } from './print.ts';
import { sheet, table } from './table.ts';

const plain = paintFor(testIo(), false);

describe('a table', () => {
  it('lines its columns up, also with wide letters, and shows nothing as a dash', () => {
    const rows = [{ slug: 'shop', name: '店舗', scopes: ['a', 'b'] }, { slug: 'payments', name: 'Pay', scopes: [] }, { slug: 'x' }];
    expect(table(rows, ['slug', 'name', 'scopes'], plain)).toBe(['SLUG      NAME  SCOPES', 'shop      店舗  a, b', 'payments  Pay', 'x         -     -'].join('\n'));
  });

  it('lets no value steer the terminal or turn the direction of the text', () => {
    const evil = 'a\u001B[2Jb\nc\u009Bd\u202Ee';
    expect(table([{ evil }], ['evil'], plain)).toBe('EVIL\na [2Jb c d e');
    expect(sheet({ evil, deep: { evil } }, plain)).not.toMatch(/[\u001B\u009B\u202E]/);
    expect(json({ evil })).not.toMatch(/[\u001B\u009B]/);
    expect(JSON.parse(json({ evil }))).toEqual({ evil });
  });
});

it('colours only a terminal that wants them', () => {
  expect(paintFor(testIo(), true).good('x')).toBe('\u001B[32mx\u001B[39m');
  expect(paintFor(testIo({ env: { NO_COLOR: '1' } }), true).good('x')).toBe('x');
  expect(paintFor(testIo({ env: { TERM: 'dumb' } }), true).good('x')).toBe('x');
  expect(paintFor(testIo(), false).good('x')).toBe('x');
});

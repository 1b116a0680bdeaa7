import { isDeepStrictEqual } from 'node:util';
import { decode, encode, ExtData } from '@msgpack/msgpack';
import { UNKNOWN } from '@patchbay/reconcile';
import { describe, expect, it } from 'vitest';
import type { Type } from './type.ts';
import { fromJson, fromWire, isNull, toWire } from './wire.ts';

const everything: Type = ['object', { text: 'string', number: 'number', yes: 'bool', list: ['list', 'number'], map: ['map', ['set', 'string']], tuple: ['tuple', ['string', 'bool']], any: 'dynamic', nothing: 'string' }];

describe('a value on the wire', () => {
  it('comes back as it was, with every attribute there', () => {
    const value = { text: 'Grüße', number: 2 ** 40, yes: false, list: [1, -2.5], map: { a: ['x'] }, tuple: ['t', true], any: { deep: [1, 'two', null] } };
    expect(fromWire(toWire(value, everything), everything)).toEqual({ ...value, nothing: null });
    expect(fromWire(toWire(null, everything), everything)).toBeNull();
    expect(fromWire(undefined, everything)).toBeNull();
  });

  it('may be unknown, in whole or in part, whatever is said about it besides', () => {
    expect(fromWire(toWire({ text: UNKNOWN, list: UNKNOWN }, everything), everything)).toMatchObject({ text: UNKNOWN, list: UNKNOWN });
    const refined = encode({ text: new ExtData(12, encode({ 1: false, 2: 'prj_' })) });
    expect(fromWire({ msgpack: refined }, ['object', { text: 'string' }])).toEqual({ text: UNKNOWN });
    expect(Buffer.from(toWire(UNKNOWN, 'string').msgpack!).toString('hex')).toBe('d40000');
  });

  it('has numbers that are exact, however they come', () => {
    for (const [sent, read] of [[12n, 12], ['12.5', 12.5], [2n ** 62n, 2n ** 62n]] as const) expect(fromWire({ msgpack: encode(sent, { useBigInt64: true }) }, 'number')).toBe(read);
    expect(fromWire(toWire(2 ** 60, 'number'), 'number')).toBe(2n ** 60n);
    for (const exact of ['0.1', '-0.0000001', '123456789012345.67', '0.30000000000000004']) expect(fromWire({ msgpack: encode(exact) }, 'number')).toBe(Number(exact));
  });

  it('keeps the digits of a number that JavaScript can’t hold: another number would be an invalid plan', () => {
    for (const digits of [`33.${'3'.repeat(152)}`, '0.1000000000000000000001', '123456789012345678901234567890.5']) expect(fromWire({ msgpack: encode(digits) }, 'number')).toBe(digits);
  });

  it('is written and read as others write and read msgpack, at every size', () => {
    const big = { useBigInt64: true } as const;
    for (const length of [0, 1, 31, 32, 255, 256, 65_535, 65_536]) {
      const [text, list] = ['ü'.repeat(length), Array.from({ length }, (_, i) => `${i}`)];
      const map = Object.fromEntries(list.slice(0, 300).map((each) => [`k${each}`, each]));
      for (const [value, type] of [[text, 'string'], [list, ['list', 'string']], [map, ['map', 'string']]] as const) {
        expect(isDeepStrictEqual(decode(toWire(value, type).msgpack!, big), value)).toBe(true);
        expect(isDeepStrictEqual(fromWire({ msgpack: encode(value, big) }, type), value)).toBe(true);
      }
    }
    for (const number of [0, 127, 128, -1, -32, -33, 255, 256, -129, 65_536, -32_769, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32, 2 ** 53 - 1, 0.1, 1e300]) {
      expect(Number(decode(toWire(number, 'number').msgpack!, big))).toBe(number);
      for (const options of [big, {}, { forceIntegerToFloat: true }]) expect(fromWire({ msgpack: encode(number, options) }, 'number')).toBe(number);
    }
    expect(fromWire({ msgpack: encode(0.1, { forceFloat32: true }) }, 'number')).toBe(Math.fround(0.1));
    expect(fromWire(toWire(2n ** 64n, 'number'), 'number')).toBe(2 ** 64);
    expect(fromWire(toWire(-(2n ** 63n), 'number'), 'number')).toBe(-(2n ** 63n));
  });

  it('drops what its type does not have, whatever that is', () => {
    const later = encode({ deep: { a: [1, 'two', null, new ExtData(0, new Uint8Array(3)), { b: 2.5 }], c: true }, __proto__x: 1, constructor: 'x', text: 'kept', raw: new Uint8Array(300) });
    expect(fromWire({ msgpack: later }, ['object', { text: 'string', missing: 'bool' }])).toEqual({ text: 'kept', missing: null });
  });

  it('is refused when it is cut off or of another type', () => {
    const whole = toWire({ text: 'a text', list: [1, 2, 3] }, ['object', { text: 'string', list: ['list', 'number'] }]).msgpack!;
    for (let length = 1; length < whole.length; length++) expect(() => fromWire({ msgpack: whole.subarray(0, length) }, ['object', { text: 'string', list: ['list', 'number'] }])).toThrow(RangeError);
    expect(() => fromWire({ msgpack: encode('text') }, ['object', {}])).toThrow(/not of its type|cut off/);
    expect(() => toWire({ deep: true }, 'string')).toThrow(TypeError);
  });

  it('says whether there is nothing in it', () => {
    for (const nothing of [undefined, {}, toWire(null, everything), { json: Buffer.from('null') }]) expect(isNull(nothing)).toBe(true);
    for (const something of [toWire({}, everything), toWire(UNKNOWN, 'string'), { json: Buffer.from('{}') }]) expect(isNull(something)).toBe(false);
  });

  it('may be JSON, as in a state file', () => {
    expect(fromWire({ json: Buffer.from('{"text":"a","any":{"type":"string","value":"b"}}') }, ['object', { text: 'string', any: 'dynamic' }])).toMatchObject({ text: 'a' });
    expect(fromJson({ type: 'string', value: 'b' }, 'dynamic')).toBe('b');
  });
});

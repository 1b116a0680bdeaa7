import { encode, ExtData } from '@msgpack/msgpack';
import { UNKNOWN } from '@patchbay/reconcile';
import { describe, expect, it } from 'vitest';
import type { Type } from './type.ts';
import { fromJson, fromWire, toWire } from './wire.ts';

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
  });

  it('may be JSON, as in a state file', () => {
    expect(fromWire({ json: Buffer.from('{"text":"a","any":{"type":"string","value":"b"}}') }, ['object', { text: 'string', any: 'dynamic' }])).toMatchObject({ text: 'a' });
    expect(fromJson({ type: 'string', value: 'b' }, 'dynamic')).toBe('b');
  });
});

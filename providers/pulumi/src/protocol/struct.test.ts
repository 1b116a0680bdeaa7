import { decode, encode } from '@patchbay/grpc';
import { type Fields, UNKNOWN } from '@patchbay/reconcile';
import { describe, expect, it } from 'vitest';
import { reveal, revealFields, Secret, secretNames } from '../value/secret.ts';
import { initFailed } from './init-failed.ts';
import { fromStruct, Struct, toStruct } from './struct.ts';

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const overTheWire = (bag: Fields): Fields => fromStruct(decode(Struct, encode(Struct, toStruct(bag) as never)));

describe('values of Pulumi', () => {
  it('come back as they were, with zeros, empty texts and keys of any kind', () => {
    const bag = { text: '', zero: 0, no: false, part: 0.25, list: [1, 'a', [], {}], map: { 'X-Team': 'a', __proto: { deep: null } }, none: null };
    expect(overTheWire(bag)).toEqual(bag);
    expect(overTheWire({ absent: undefined })).toEqual({});
  });

  it('may be unknown or secret, at any depth', () => {
    const bag = { id: UNKNOWN, key: new Secret('k'), nested: { list: [new Secret(UNKNOWN)] } };
    expect(overTheWire(bag)).toEqual(bag);
    expect([...secretNames(overTheWire(bag))]).toEqual(['key', 'nested']);
    expect(revealFields(bag)).toEqual({ id: UNKNOWN, key: 'k', nested: { list: [UNKNOWN] } });
    expect(reveal(new Secret(new Secret(1)))).toBe(1);
  });

  it('are read from outputs and from whole resources, too', () => {
    const output = (more: object): object => ({ [SIGNATURE]: 'd0e6a833031e9bbcd3f4e8bde6ca49a4', dependencies: ['urn'], ...more });
    expect(overTheWire({ known: output({ value: 7 }), unknown: output({}), both: output({ value: 'x', secret: true }) })).toEqual({ known: 7, unknown: UNKNOWN, both: new Secret('x') });
    expect(overTheWire({ project: { [SIGNATURE]: '5cf8f73096256a8f31e491e813e4eb8e', urn: 'urn:x', id: 'prj_1' } })).toEqual({ project: 'prj_1' });
  });

  it('are those of JSON, or refused', () => {
    expect(() => toStruct({ f: () => 1 })).toThrow('Expected a value of JSON, but got a function');
  });
});

describe('a creation that failed halfway', () => {
  it('says in its details what exists all the same', () => {
    const { message, details } = initFailed({ id: 'prj_1', properties: { slug: 'shop' }, inputs: {}, reason: 'lost' });
    expect(message).toBe('lost');
    expect(Buffer.from(details ?? []).toString('latin1')).toMatch(/type\.googleapis\.com\/pulumirpc\.ErrorResourceInitFailed.*prj_1.*shop/s);
  });
});

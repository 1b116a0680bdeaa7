import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generators } from '../generate.ts';
import { typeOf } from '../schema-type.ts';
import catalog from '../catalog.json' with { type: 'json' };
import { createClient } from './index.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('the generated surface', () => {
  it.each(generators)('$file is what the catalog gives: run npm run catalog', ({ file, render }) => {
    expect(readFileSync(resolve(root, file), 'utf8')).toBe(render());
  });

  it('has every resource of the catalog as a property', () => {
    const client = createClient({ url: 'http://127.0.0.1:1', key: 'pb_test' });
    expect(catalog.resources.length).toBeGreaterThan(5);
    for (const { plural } of catalog.resources) expect(Object.keys(client)).toContain(plural);
  });
});

describe('a schema as a type', () => {
  it('knows what the catalog uses', () => {
    expect(typeOf({ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, 'output')).toBe('readonly (string | null)[]');
    expect(typeOf({ type: ['string', 'null'] }, 'output')).toBe('string | null');
    expect(typeOf({ type: 'object', properties: { 'a-b': { const: 1 } } }, 'input')).toBe('{\n  readonly "a-b"?: 1 | undefined;\n}');
    expect(typeOf({ type: 'object', additionalProperties: { enum: ['it\'s', 2] } }, 'output')).toBe(`Readonly<Record<string, 'it\\'s' | 2>>`);
  });

  it('refuses what it does not know, so that nothing is typed wrongly', () => {
    expect(() => typeOf({ $ref: '#/x' }, 'input')).toThrow('references');
    expect(() => typeOf({ type: 'widget' }, 'input')).toThrow('widget');
  });
});

import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { describe, expect, it } from 'vitest';
import { keyOf, keyText, readKey, spelledKey } from './key-text.ts';
import { modelsOf } from './model.ts';

const models = modelsOf((read as unknown as CatalogDocument).resources); // npm run catalog writes the file from this type
const model = (name: string) => models.find((each) => each.name === name)!;

describe('a natural key as a word', () => {
  it.each(models.map((each) => [each.name, each] as const))('%s: what is written is read', (_, each) => {
    const key = keyOf(each, each.example);
    expect(Object.keys(key)).toEqual(each.key);
    expect(readKey(each, keyText(each, each.example))).toEqual(key);
  });

  it('may have slashes in its parts', () => {
    expect(readKey(model('installation'), 'acme/probe/second/one')).toEqual({ plugin: 'acme/probe', name: 'second/one' });
    expect(readKey(model('secret'), 'shop/database-url')).toEqual({ name: 'shop/database-url' });
    expect(readKey(model('environment'), 'shop/production')).toEqual({ project: 'shop', slug: 'production' });
  });

  it('takes the default of what was left out', () => {
    expect(keyText(model('installation'), { plugin: 'acme/probe' })).toBe('acme/probe/default');
  });

  it('is nothing when its parts are not what the fields take', () => {
    expect(readKey(model('environment'), 'shop')).toBeUndefined();
    expect(readKey(model('environment'), 'shop/Not A Slug')).toBeUndefined();
    expect(spelledKey(model('environment'))).toBe('<project>/<slug>');
  });
});

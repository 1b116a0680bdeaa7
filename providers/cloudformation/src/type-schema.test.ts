import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { expect, it } from 'vitest';
import { typeSchema } from './type-schema.ts';

const { resources } = read as unknown as CatalogDocument; // npm run catalog writes the file from this type
const schemaOf = (name: string) => typeSchema(resources.find((resource) => resource.name === name)!);

it('says what is read, written, and only given once', () => {
  const flag = schemaOf('flag');
  expect(flag).toMatchObject({ typeName: 'Patchbay::Hub::Flag', additionalProperties: false, primaryIdentifier: ['/properties/Id'], additionalIdentifiers: [['/properties/Name']] });
  expect(flag['createOnlyProperties']).toContain('/properties/Name');
  expect(schemaOf('secret')['writeOnlyProperties']).toEqual(['/properties/Value']);
});

it('has nothing that the hub shows only once', () => {
  expect(JSON.stringify(schemaOf('api_key'))).not.toContain('"Key"');
});

it('makes a definition of every object within', () => {
  const { properties, definitions } = schemaOf('project') as { properties: Record<string, unknown>; definitions: Record<string, unknown> };
  expect(properties['Repository']).toEqual({ $ref: '#/definitions/Repository' });
  expect(definitions['Repository']).toMatchObject({ type: 'object', additionalProperties: false });
});

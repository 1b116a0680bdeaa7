import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { checkFields, type Fields, isFields } from '@patchbay/reconcile';
import { describe, expect, it } from 'vitest';
import { customTypes, fieldsIn, propertiesIn } from './custom-type.ts';
import { propertiesOf } from './properties-of.ts';

const { resources } = read as unknown as CatalogDocument; // npm run catalog writes the file from this type
const types = [...customTypes(resources).values()];
const typeOf = (name: string) => types.find(({ model }) => model.name === name)!;
const asked = (name: string, fields: Fields): Fields => texts({ ServiceToken: 'arn', ServiceTimeout: 60, ...propertiesOf(typeOf(name), fields) }) as Fields;

/** What CloudFormation makes of it. */
const texts = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(texts) : isFields(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, texts(item)])) : String(value);

describe('a custom resource', () => {
  it.each(types.map((type) => [type.typeName, type] as const))('%s: a template whose scalars all became text is what was declared', (_, type) => {
    const properties = propertiesIn(type, asked(type.model.name, type.model.example));
    expect(checkFields(type.properties, properties, { whole: true })).toEqual([]);
    expect(fieldsIn(type, properties)).toEqual(type.model.example);
  });

  it('is called so that CloudFormation takes it', () => {
    for (const { typeName } of types) expect(typeName).toMatch(/^Custom::[A-Za-z0-9_@-]{1,60}$/);
  });

  it('has no property that CloudFormation takes for a function', () => {
    const pipeline = typeOf('pipeline');
    expect(propertiesOf(pipeline, { gitlab: { project: 'acme/shop', ref: 'main' } })).toEqual({ Gitlab: { Project: 'acme/shop', RefName: 'main' } });
    expect(fieldsIn(pipeline, { Gitlab: { Project: 'acme/shop', RefName: 'main' } })).toEqual({ gitlab: { project: 'acme/shop', ref: 'main' } });
  });

  it('leaves what does not fit as it came, and says where it is', () => {
    const endpoint = typeOf('endpoint');
    const issues = checkFields(endpoint.properties, propertiesIn(endpoint, { Name: 'a', Url: 'https://a.example.com', Timeout: 'soon', Retry: { Delays: ['1', 'x'] }, Nope: 'x' }), { whole: true });
    expect(issues.map(({ path }) => path.join('.'))).toEqual(['Nope', 'Timeout', 'Retry.Delays.1']);
  });

  it('takes free JSON only as text, for in an object every number would be text', () => {
    const endpoint = typeOf('endpoint');
    expect(checkFields(endpoint.properties, propertiesIn(endpoint, { Filter: { 'data.amount': '5' } }), { whole: false })).toMatchObject([{ path: ['Filter'], message: 'expected JSON as text, but got an object' }]);
    expect(fieldsIn(endpoint, { Filter: '{"data.amount":5}' })).toEqual({ filter: { 'data.amount': 5 } });
  });
});

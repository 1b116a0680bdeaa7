import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { modelOf, modelsOf } from '@patchbay/reconcile';
import { describe, expect, it, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { definitionOf } from './definition.ts';
import { deployFiles } from './deploy-files.ts';
import { camel, kindOf, pluralOf, secretRefOf } from './names.ts';

interface Node { readonly type?: string; readonly properties?: Readonly<Record<string, Node>>; readonly required?: readonly string[]; readonly default?: unknown; readonly 'x-kubernetes-validations'?: readonly { rule: string; message: string }[]; readonly [more: string]: unknown }
interface Definition { readonly metadata: { readonly name: string }; readonly spec: { readonly names: Readonly<Record<string, unknown>>; readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Node }; readonly subresources: unknown }[] } }

const catalog = read as unknown as CatalogDocument; // npm run catalog writes the file from this type
const models = modelsOf(catalog.resources);
const of = (name: string): Definition => definitionOf(models.find((each) => each.name === name)!) as unknown as Definition;
const specOf = (name: string): Node => of(name).spec.versions[0]!.schema.openAPIV3Schema.properties!['spec']!;

describe('every resource of the catalog', () => {
  it.each(models.map((model) => [model.name, model] as const))('%s has a definition with a status of its own, and no secret in the open', (name, model) => {
    const spec = specOf(name);
    expect(of(name).spec.versions[0]!.subresources).toEqual({ status: {} });
    for (const { name: field, secret, immutable } of model.fields) {
      if (secret) expect([spec.properties?.[camel(field)], spec.properties?.[secretRefOf(field)]?.type]).toEqual([undefined, 'object']);
      if (immutable) expect(spec['x-kubernetes-validations']?.some(({ rule, message }) => rule.includes(`oldSelf.${camel(field)}`) && message.includes('can’t be changed'))).toBe(true);
    }
  });

  it('has names that no other has', () => {
    for (const names of [models.map(({ name }) => kindOf(name)), models.map(({ plural }) => pluralOf(plural))]) expect(new Set(names).size).toBe(models.length);
  });
});

test('a reference is the natural key of something at the hub, or an object', () => {
  const spec = specOf('environment');
  expect(spec.required).not.toContain('project');
  expect(spec.properties?.['projectRef']).toMatchObject({ required: ['name'] });
  expect(spec['x-kubernetes-validations']).toContainEqual({ rule: 'has(self.project) != has(self.projectRef)', message: 'expected either project or projectRef' });
  expect(specOf('endpoint')['x-kubernetes-validations']).toContainEqual({ rule: '!(has(self.project) && has(self.projectRef))', message: 'expected project or projectRef, not both' });
});

test('a set is a set of Kubernetes, and defaults are the hub’s', () => {
  const { eventTypes, signature } = specOf('endpoint').properties!;
  expect(eventTypes).toMatchObject({ type: 'array', 'x-kubernetes-list-type': 'set', default: ['*'] });
  expect(signature).toMatchObject({ default: { profile: 'standard', alsoSvixHeaders: false } });
});

test('a pattern that the API server could not read is left to the hub, and the rest of the rules stand', () => {
  const model = modelOf({ ...catalog.resources.find(({ name }) => name === 'project')!, create: { type: 'object', properties: { slug: { type: 'string', pattern: '^(?!x)[a-z]+$', maxLength: 9 }, names: { type: 'array', items: { type: 'object', properties: {} }, 'x-set': true } } } });
  const spec = (definitionOf(model) as unknown as Definition).spec.versions[0]!.schema.openAPIV3Schema.properties!['spec']!;
  expect(spec.properties?.['slug']).toEqual({ type: 'string', maxLength: 9 });
  expect(spec.properties?.['names']).toMatchObject({ 'x-kubernetes-list-type': 'atomic' });
});

test('the files are YAML of the kind that Kubernetes reads, and name every live resource in the rights', () => {
  const files = deployFiles(catalog.resources);
  const live = models.filter(({ state }) => state === 'live');
  const found = parseAllDocuments(files['kustomize/crds/patchbay.io.yaml']!, { version: '1.1' }).map((document) => document.toJS() as Definition);
  expect(found.map(({ metadata }) => metadata.name).sort()).toEqual(live.map(({ plural }) => `${pluralOf(plural)}.patchbay.io`).sort());
  expect(found.every(({ spec }) => spec.versions.length === 1)).toBe(true);
  for (const { plural } of live) expect(files['kustomize/operator/cluster-role.yaml']).toContain(`- ${pluralOf(plural)}/status\n`);
  expect(deployFiles(catalog.resources)).toEqual(files);
});

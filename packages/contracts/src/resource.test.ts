import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hubResources, schemaOf } from './catalog.ts';
import { bare, schemasOf } from './derive.ts';
import { exampleOf } from './example.ts';
import { isId } from './id.ts';
import { immutableFields, indexedFields, isWriteOnly, metaOf, references, type ResourceDefinition, secretFields } from './resource.ts';

const resources = hubResources.filter((each) => each.kind === 'resource').map((each) => [each.name, each] as const);

interface Node { readonly path: string; readonly schema: Readonly<Record<string, unknown>> }

/** Every field of a JSON Schema, at any depth. */
function fieldsOf(schema: Readonly<Record<string, unknown>>, path = ''): Node[] {
  const here = Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>).flatMap(([field, each]) => {
    const place = path === '' ? field : `${path}.${field}`;
    return [{ path: place, schema: each }, ...fieldsOf(each, place)];
  });
  const item = schema['items'] as Record<string, unknown> | undefined;
  return item === undefined ? here : [...here, ...fieldsOf(item, `${path}[]`)];
}

describe.each(resources)('%s', (_, definition: ResourceDefinition) => {
  const create = schemaOf(schemasOf(definition).create, 'input');
  const all = fieldsOf(create);

  it('says what every field is, at any depth', () => {
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ schema }) => typeof schema['description'] !== 'string' || !/^[A-Z].*[.!?]$/s.test(schema['description'])).map(({ path }) => path)).toEqual([]);
    expect(Object.values(definition.computed).concat(Object.values(definition.once)).filter((schema) => !z.globalRegistry.get(schema)?.description)).toEqual([]);
  });

  it('has an example for every field, at any depth, that is valid', () => {
    expect(all.filter(({ schema }) => !Array.isArray(schema['examples']) || schema['examples'].length === 0).map(({ path }) => path)).toEqual([]);
    for (const [field, schema] of Object.entries({ ...definition.fields, ...definition.computed })) {
      for (const example of (metaOf(schema, 'examples') ?? []) as unknown[]) expect({ field, ...z.safeParse(schema, example) }).toMatchObject({ field, success: true });
    }
  });

  it('has nested examples that are valid', () => {
    for (const { path, schema } of all) for (const example of (schema['examples'] ?? []) as unknown[]) expect({ path, fits: z.fromJSONSchema(schema as never).safeParse(example).success }).toEqual({ path, fits: true });
  });

  it('can be created from the examples of its fields', () => {
    const example = exampleOf(definition);
    expect(schemasOf(definition).create.safeParse(example).error?.issues).toBeUndefined();
    expect(Object.keys(example).length).toBeGreaterThan(1);
  });

  it('has defaults that are what they would be after a creation', () => {
    for (const [field, schema] of Object.entries(definition.fields)) {
      const { inner, defaulted } = bare(schema);
      if (!defaulted) continue;
      const value = z.parse(schema, undefined);
      expect({ field, value: z.parse(inner, value) }).toEqual({ field, value });
    }
  });

  it('keeps secrets at the top only, where the vault looks for them', () => {
    expect(all.filter(({ path, schema }) => schema['writeOnly'] === true && /[.[]/.test(path)).map(({ path }) => path)).toEqual([]);
    expect(all.filter(({ schema }) => schema['writeOnly'] === true).map(({ path }) => path)).toEqual(secretFields(definition));
    for (const field of [...definition.key, ...definition.indexed]) expect(isWriteOnly({ ...definition.fields, ...definition.computed }[field]!)).toBe(false);
  });

  it('refers to resources that exist, by ids with their prefix, at the top only', () => {
    expect(all.filter(({ path, schema }) => schema['x-references'] !== undefined && /[.[]/.test(path)).map(({ path }) => path)).toEqual([]);
    for (const [field, target] of Object.entries(references(definition))) {
      const prefix = hubResources.find((each) => each.name === target)?.prefix;
      expect(prefix).toBeDefined();
      const [example] = metaOf(definition.fields[field]!, 'examples') as string[];
      expect({ field, fits: isId(prefix!, example!) }).toEqual({ field, fits: true });
    }
  });

  it('has a key of fields that are always there, and filters by single values', () => {
    expect(definition.key.length).toBeGreaterThan(0);
    for (const field of definition.key) expect(bare(definition.fields[field]!).optional).toBe(false);
    for (const field of indexedFields(definition)) {
      const schema = { ...definition.fields, ...definition.computed }[field];
      expect({ field, type: schema === undefined ? 'missing' : bare(schema).inner.def.type }).toEqual({ field, type: expect.stringMatching(/^(string|enum|boolean|number|int)$/) });
    }
  });

  it('reads as a sentence', () => {
    expect(definition.description).toMatch(/^[A-Z].*\.$/);
    expect(definition.title).toMatch(/^[A-Z][A-Za-z ]+$/);
    expect(definition.name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    expect(definition.prefix).toMatch(/^[a-z]{2,8}$/);
  });
});

it('knows which fields never change', () => {
  const facts = Object.fromEntries(resources.map(([name, each]) => [name, immutableFields(each)]).filter(([, fields]) => fields!.length > 0));
  expect(facts).toEqual({
    api_key: ['scopes', 'expires_at', 'project', 'feature_flags'],
    environment: ['project'],
    event_type: ['name'],
    flag: ['name', 'type', 'provider'],
    identity_provider: ['kind'],
    installation: ['plugin', 'name'],
    mcp_server: ['slug', 'transport'],
    pipeline: ['project', 'provider'],
    registry: ['name'],
    role_binding: ['subject_kind', 'subject'],
    secret: ['name', 'store'],
    sink: ['stream', 'start', 'kind'],
    source: ['slug'],
    tenant: ['slug'],
  });
});

it('knows which fields are written and never read', () => {
  const facts = Object.fromEntries(resources.map(([name, each]) => [name, secretFields(each)]).filter(([, fields]) => fields!.length > 0));
  expect(facts).toEqual({
    endpoint: ['secret_headers', 'auth_secret', 'signing_secret'],
    identity_provider: ['client_secret', 'bind_password'],
    installation: ['secrets'],
    mcp_server: ['auth_secret'],
    registry: ['token'],
    secret: ['value'],
    sink: ['auth_secret'],
    source: ['secret'],
    tenant: ['egress_proxy_authorization'],
  });
});

it('knows who refers to whom', () => {
  const facts = Object.fromEntries(resources.map(([name, each]) => [name, references(each)]).filter(([, fields]) => Object.keys(fields!).length > 0));
  expect(facts).toEqual({
    api_key: { project: 'project' },
    alert_rule: { project: 'project', installation: 'installation', runbook: 'runbook' },
    dashboard: { project: 'project' },
    endpoint: { project: 'project' },
    environment: { project: 'project', bring_up_pipeline: 'pipeline', tear_down_pipeline: 'pipeline' },
    flag: { installation: 'installation' },
    pipeline: { project: 'project', installation: 'installation' },
    rule: { project: 'project', runbook: 'runbook', template: 'template' },
    sink: { endpoint: 'endpoint' },
  });
});

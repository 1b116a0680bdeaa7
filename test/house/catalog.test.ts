// The contract, as everyone outside reads it.
import { type Action, actionsOf, catalogDocument, eventsOf, hubActions, hubEvents, hubResources, type ResourceDefinition, SCOPE, schemaOf, schemasOf } from '@patchbay/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';

type JsonSchema = Readonly<Record<string, unknown>>;

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
for (const keyword of ['x-immutable', 'x-references', 'x-set']) ajv.addKeyword(keyword);

/** Every schema inside a schema, itself included. */
function walk(schema: unknown): JsonSchema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, items, additionalProperties, anyOf } = schema as Record<string, unknown>;
  return [schema as JsonSchema, ...Object.values((properties ?? {}) as object).flatMap(walk), ...walk(items), ...walk(additionalProperties), ...((anyOf ?? []) as unknown[]).flatMap(walk)];
}

describe.each(hubActions.map((each) => [each.id, each] as const))('%s', (_, action: Action) => {
  test('has an input and an output that are valid JSON Schema, closed, and described', () => {
    for (const [io, schema] of [['input', schemaOf(action.input, 'input')], ['output', schemaOf(action.output, 'output')]] as const) {
      expect(() => ajv.compile(schema)).not.toThrow();
      expect(schema['type']).toBe('object');
      for (const each of walk(schema)) if (each['properties'] !== undefined) expect([io, each['additionalProperties']]).toEqual([io, false]);
      for (const [field, each] of Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>)) expect([field, describes(each)]).toEqual([field, true]);
    }
  });

  test('has an id, a scope, a title and a description that are well formed', () => {
    expect(action.id).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    expect(action.scope).toMatch(SCOPE);
    expect(action.scope).not.toContain('*');
    expect(action.title).toMatch(/^[A-Z][^.]*[^.]$/);
    expect(action.description).toMatch(/^[A-Z].*\.$/);
    expect(action.effects === 'none').toBe(action.safety === 'safe');
  });
});

const describes = (schema: JsonSchema): boolean => 'description' in schema || ((schema['anyOf'] ?? []) as JsonSchema[]).some(describes) || schema['type'] === 'array';

const declared = hubResources.filter((each) => each.kind === 'resource').map((each) => [each.name, each] as const);

describe.each(declared)('%s, for infrastructure tools', (_, definition: ResourceDefinition) => {
  const entry = catalogDocument([definition], [], []).resources[0]!;
  const create = entry.create as JsonSchema;

  test('has only shapes that Terraform, Kubernetes, CloudFormation and the others have too', () => {
    for (const each of walk(create)) {
      expect(Object.keys(each).filter((key) => ['anyOf', 'oneOf', 'allOf', 'not', 'if', '$ref', 'prefixItems', 'patternProperties'].includes(key))).toEqual([]);
      if (each['x-set'] === true) expect(['string', 'integer', 'number']).toContain((each['items'] as JsonSchema)['type']);
      if (each['type'] === 'array') expect((each['items'] as JsonSchema)['type']).toBeDefined();
      for (const pattern of [each['pattern'], (each['propertyNames'] as JsonSchema | undefined)?.['pattern']]) if (pattern !== undefined) expect(pattern).not.toMatch(/\(\?[=!<]|\\p\{|\\[1-9]/); // Go has no look-around, Python no \p
      expect(Math.abs(Number(each['maximum'] ?? 0))).toBeLessThan(Number.MAX_SAFE_INTEGER);
    }
    for (const field of Object.keys(create['properties'] as object)) expect(field).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  test('has no field with a name that a tool needs for itself', () => {
    const taken = ['id', 'version', 'created_at', 'updated_at', 'if_version', 'count', 'for_each', 'depends_on', 'lifecycle', 'provisioner', 'connection', 'state', 'api_key', 'api_url'];
    expect(Object.keys({ ...definition.fields, ...definition.computed, ...definition.once }).filter((field) => taken.includes(field) && !(definition.name === 'installation' && field === 'version'))).toEqual([]);
  });

  test('carries its facts into changes and views', () => {
    const update = (entry.update['properties'] as Record<string, JsonSchema>);
    const view = (entry.view['properties'] as Record<string, JsonSchema>);
    for (const [field, each] of Object.entries(create['properties'] as Record<string, JsonSchema>)) {
      for (const fact of ['description', 'examples', 'x-immutable', 'x-references', 'x-set', 'writeOnly']) {
        if (each[fact] === undefined) continue;
        expect([field, fact, found(update[field]!, fact)]).toEqual([field, fact, each[fact]]);
        if (each['writeOnly'] !== true) expect([field, fact, found(view[field]!, fact)]).toEqual([field, fact, each[fact]]);
      }
    }
    for (const field of entry.computed) expect([field, view[field]!['readOnly']]).toEqual([field, true]);
    for (const field of entry.secrets) expect(view).not.toHaveProperty(field);
  });

  test('has examples that a validator accepts, at any depth', () => {
    for (const each of walk(create)) if (Array.isArray(each['examples'])) for (const example of each['examples']) expectValid(ajv.compile(each), example);
  });

  test('has an example of a creation that a validator accepts', () => expectValid(ajv.compile(create), entry.example));
});

const found = (schema: JsonSchema, fact: string): unknown => schema[fact] ?? ((schema['anyOf'] ?? []) as JsonSchema[]).map((each) => each[fact]).find((each) => each !== undefined);

function expectValid(validate: ValidateFunction, value: unknown): void {
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

describe('the catalog as one document', () => {
  const document = catalogDocument();

  test('has everything, in a stable order', () => {
    expect(document.resources.map((each) => each.name)).toEqual(hubResources.map((each) => each.name).sort());
    expect(document.actions).toHaveLength(hubActions.length);
    expect(hubActions.length).toBe(hubResources.flatMap(actionsOf).length + hubActions.filter((each) => each.resource === undefined).length);
    expect(document.events).toHaveLength(hubEvents.length);
    expect(hubEvents.length).toBeGreaterThan(hubResources.flatMap(eventsOf).length); // and the hub’s own
    expect(JSON.stringify(catalogDocument())).toBe(JSON.stringify(document));
  });

  test('refers only to what is in it', () => {
    const pointers = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer]) => pointer!.split('/'));
    expect(pointers.length).toBeGreaterThan(hubResources.length);
    for (const pointer of pointers) expect(pointer.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document)).toMatchObject({ type: 'object' });
  });

  test('names a failure only from the catalogue', () => {
    for (const { id, failures } of document.actions) for (const code of failures) expect([id, code, code in document.failures]).toEqual([id, code, true]);
  });

  test('shows no secret field in an answer or an event', () => {
    for (const definition of hubResources) for (const field of document.resources.find((each) => each.name === definition.name)!.secrets) {
      expect(Object.keys(schemasOf(definition).view.shape)).not.toContain(field);
      expect(Object.keys(schemasOf(definition).stored.shape)).not.toContain(field);
    }
  });
});

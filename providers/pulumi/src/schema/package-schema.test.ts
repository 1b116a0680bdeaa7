import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../load-catalog.ts';
import { type Types, typesOf } from '../rpc/context.ts';
import { sdkFiles } from '../sdk/sdk-files.ts';
import { packageSchema } from './package-schema.ts';

let types: Types;
let schema: Spec;

type Spec = { readonly [key: string]: unknown };
const at = (spec: unknown, ...path: readonly string[]): Spec => path.reduce((found: unknown, key) => (found as Spec)[key], spec) as Spec;

beforeAll(async () => {
  types = typesOf(await loadCatalog());
  schema = packageSchema(types, '1.2.3') as Spec;
});

describe('the package schema', () => {
  it('is the same each time', async () => {
    expect(JSON.stringify(packageSchema(typesOf(await loadCatalog()), '1.2.3'))).toBe(JSON.stringify(schema));
  });

  it('refers only to types that it has, and requires only properties that are there', () => {
    const text = JSON.stringify(schema);
    const referred = [...text.matchAll(/"#\/types\/([^"]+)"/g)].map(([, token]) => token!);
    expect(referred.length).toBeGreaterThan(50);
    for (const token of referred) expect(at(schema, 'types')).toHaveProperty([token]);
    for (const [token, resource] of Object.entries(at(schema, 'resources'))) {
      for (const name of at(resource, 'required') as unknown as string[]) expect(at(resource, 'properties'), token).toHaveProperty([name]);
      for (const name of at(resource, 'requiredInputs') as unknown as string[]) expect(at(resource, 'inputProperties'), token).toHaveProperty([name]);
    }
  });

  it('has no property that Pulumi keeps for itself, and no input of a secret among the outputs', () => {
    for (const resource of Object.values(at(schema, 'resources'))) {
      for (const name of ['id', 'urn', 'pulumi']) expect(at(resource, 'properties')).not.toHaveProperty([name]);
    }
    expect(at(schema, 'resources', 'patchbay:index:Secret', 'inputProperties', 'value')).toMatchObject({ secret: true });
    expect(at(schema, 'resources', 'patchbay:index:Secret', 'properties')).not.toHaveProperty('value');
    expect(at(schema, 'resources', 'patchbay:index:ApiKey', 'properties', 'key')).toMatchObject({ secret: true });
    expect(at(schema, 'resources', 'patchbay:index:EventType', 'inputProperties', 'name')).toMatchObject({ willReplaceOnChanges: true });
  });
});

describe('the Node SDK', () => {
  it('names every output as a property, and types every input', () => {
    const files = sdkFiles(types, '1.2.3');
    for (const { model, visible, computed, hub } of types.resources.values()) {
      const declaration = files[`resources/${hub.name.replaceAll('_', '-')}.d.ts`] ?? '';
      for (const { name } of [...visible, ...computed]) expect(declaration).toContain(`readonly ${name}: pulumi.Output<`);
      for (const { name } of model.fields) expect(declaration).toMatch(new RegExp(`\\n    ${name}\\??: pulumi.Input<`));
      const table = new RegExp(`resource\\("${/class (\w+)/.exec(declaration)?.[1]}", "[^"]+", (\\{.*\\})\\);`).exec(files['index.js'] ?? '')?.[1] ?? '{}';
      expect((JSON.parse(table) as { outputs: string[] }).outputs).toEqual([...visible, ...computed].map(({ name }) => name));
    }
  });

  it('has the version of its package and of the plugin that it wants', () => {
    const files = sdkFiles(types, '1.2.3');
    expect(JSON.parse(files['package.json'] ?? '')).toMatchObject({ version: '1.2.3', pulumi: { resource: true, name: 'patchbay', version: '1.2.3' } });
    expect(files['index.js']).toContain('version: "1.2.3"');
  });
});

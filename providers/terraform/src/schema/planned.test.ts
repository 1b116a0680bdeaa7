import { UNKNOWN } from '@patchbay/reconcile';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../load-catalog.ts';
import { typesOf } from '../rpc/context.ts';
import type { Attribute } from './attribute.ts';
import { missingSecrets, planned } from './planned.ts';
import { fromHub, objectOf, partsOf, toHub } from './resource-type.ts';

const types = typesOf(await loadCatalog());
const type = (name: string) => types.resources.get(`patchbay_${name}`)!;
const parts = (name: string, object: object) => partsOf(type(name), object);

/** As it is in a state after its creation. */
const created = (name: string, config: object) => {
  const plan = planned(type(name), undefined, parts(name, config));
  return { ...plan.parts, computed: Object.fromEntries(Object.keys(plan.parts.computed).map((field) => [field, `of ${field}`])) };
};

describe('every resource', () => {
  it.each([...types.resources.values()].map((each) => [each.typeName, each] as const))('%s has attributes that terraform takes, and goes to the hub and back', (_, each) => {
    const walk = (attributes: readonly Attribute[]): Attribute[] => attributes.flatMap((attribute) => [attribute, ...walk(attribute.nested?.attributes ?? [])]);
    for (const { name, writeOnly, presence } of walk(each.attributes)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      if (writeOnly === true) expect(presence).toBe('optional');
    }
    expect(new Set(each.attributes.map(({ name }) => name)).size).toBe(each.attributes.length);
    expect(each.attributes.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['provider']));
    const example = toHub(each.model, fromHub(each.model, each.model.example).declared);
    for (const [field, value] of Object.entries(example)) if (value !== null) expect([field, value]).toEqual([field, each.model.example[field]]);
    expect(partsOf(each, objectOf(each, parts(each.model.name, {})))).toEqual(parts(each.model.name, {}));
  });
});

describe('a plan', () => {
  const config = { slug: 'shop', name: 'Shop' };

  it('knows defaults before it is applied, and not what the hub gives', () => {
    const { change, parts: { declared, computed } } = planned(type('project'), undefined, parts('project', config));
    expect(change).toBe('create');
    expect(declared).toMatchObject({ slug: 'shop', default_branch: 'main', repository: null });
    expect(computed).toMatchObject({ id: UNKNOWN, updated_at: UNKNOWN });
  });

  it('changes nothing when nothing changed, also what only the hub knows', () => {
    const prior = created('project', config);
    expect(planned(type('project'), prior, parts('project', config))).toMatchObject({ change: 'nothing', parts: prior });
  });

  it('restores a default when its line is removed, although terraform proposes the old value', () => {
    const prior = created('project', { ...config, default_branch: 'dev' });
    const { change, parts: { declared, computed }, patch } = planned(type('project'), prior, parts('project', config));
    expect([change, declared['default_branch'], patch]).toEqual(['update', 'main', { default_branch: null }]);
    expect(computed).toMatchObject({ id: 'of id', created_at: 'of created_at', updated_at: UNKNOWN });
  });

  it('keeps the spelling of the state where it means the same', () => {
    const endpoint = { name: 'e', url: 'https://e.example', filter: '{"a":1,"b":2}' };
    const prior = created('endpoint', endpoint);
    const { change, parts: { declared } } = planned(type('endpoint'), prior, parts('endpoint', { ...endpoint, filter: '{ "b": 2, "a": 1 }' }));
    expect([change, declared['filter']]).toEqual(['nothing', '{"a":1,"b":2}']);
  });

  it('replaces what can’t be changed, and knows nothing of the new one', () => {
    const prior = created('event_type', { name: 'a.b' });
    const { change, because, parts: { computed } } = planned(type('event_type'), prior, parts('event_type', { name: 'a.c' }));
    expect([change, because, computed['id']]).toEqual(['replace', ['name'], UNKNOWN]);
    expect(planned(type('event_type'), prior, parts('event_type', { name: UNKNOWN }))).toMatchObject({ change: 'replace', because: ['name'] });
  });

  it('sends a secret when it is created and when its number changes, and has it in no plan', () => {
    const config1 = { name: 's', value: 'one', value_version: 1 };
    const prior = created('secret', config1);
    expect(prior.declared['value']).toBeNull();
    expect(planned(type('secret'), prior, parts('secret', { ...config1, value: 'two' }))).toMatchObject({ change: 'nothing' });
    expect(planned(type('secret'), prior, parts('secret', { ...config1, value: 'two', value_version: 2 }))).toMatchObject({ change: 'update', patch: { value: 'two' }, parts: { declared: { value: null }, versions: { value: 2 } } });
    expect(planned(type('secret'), prior, parts('secret', { ...config1, value_version: UNKNOWN }))).toMatchObject({ change: 'update' });
    expect(missingSecrets(type('secret'), parts('secret', { name: 's' }))).toEqual([['value']]);
    expect(missingSecrets(type('secret'), parts('secret', { name: 's', value: UNKNOWN }))).toEqual([]);
  });
});

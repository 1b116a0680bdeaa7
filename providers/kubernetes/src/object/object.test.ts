import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { fillFields, modelsOf } from '@patchbay/reconcile';
import { describe, expect, it, test } from 'vitest';
import type { KubeObject } from '../api/kube-object.ts';
import { camel, objectRefOf, secretRefOf } from '../crd/names.ts';
import { renamed } from '../crd/schema.ts';
import { declarationOf, type SpecPorts } from './spec.ts';
import { conditionsIn, type Outcome, sameStatus, statusOf } from './status.ts';

const models = modelsOf((read as unknown as CatalogDocument).resources); // npm run catalog writes the file from this type
const model = (name: string) => models.find((each) => each.name === name)!;
const ports: SpecPorts = {
  idOf: (resource, name) => `the ${resource} of ${name}`,
  idNamed: async (resource, text) => `the ${resource} called ${text}`,
  secret: async (name) => ({ version: `${name}/1`, data: new Map([['value', `the value of ${name}`], ['other', 'more']]) }),
};

describe('what an object declares', () => {
  it.each(models.map((each) => [each.name, each] as const))('%s: its example comes back in the words of the hub', async (_, each) => {
    const spec = Object.fromEntries(each.fields.flatMap(({ name, shape, secret, references }): [string, unknown][] => {
      if (each.example[name] === undefined) return [];
      if (secret) return [[secretRefOf(name), { name, key: 'value' }]];
      return references === undefined ? [[camel(name), renamed(each.example[name], shape, camel)]] : [[objectRefOf(name), { name }]];
    }));
    const { fields, secrets } = await declarationOf(each, spec, ports);
    for (const { name, secret, references, shape } of each.fields.filter((field) => each.example[field.name] !== undefined)) {
      if (secret) expect([fields[name], secrets.get(name)]).toEqual([shape.kind === 'string' ? `the value of ${name}` : { value: `the value of ${name}`, other: 'more' }, `${name}/1`]);
      else expect(fields[name]).toEqual(references === undefined ? each.example[name] : `the ${references} of ${name}`);
    }
    expect(Object.keys(fields).every((name) => each.example[name] !== undefined)).toBe(true);
  });

  it('names a reference as one says it', async () => {
    expect((await declarationOf(model('environment'), { project: 'shop' }, ports)).fields).toEqual({ project: 'the project called shop' });
  });

  it('leaves the keys of maps and of free JSON alone', async () => {
    const spec = { metadata: { cost_centre: '1' }, filter: { 'data.first_name': null } };
    expect((await declarationOf(model('endpoint'), spec, ports)).fields).toEqual(spec);
  });

  it('says which key a Secret lacks', async () => {
    await expect(declarationOf(model('secret'), { valueSecretRef: { name: 'source', key: 'nothing' } }, ports)).rejects.toMatchObject({ facts: { code: 'operator.secret_missing', message: expect.stringContaining('no key nothing') as string } });
  });
});

describe('a Secret with bytes that are no text', () => {
  const bytes: SpecPorts = { ...ports, secret: async () => ({ version: '1', data: new Map([['text', 'a value'], ['bytes', undefined]]) }) };

  it('gives its text, and says which key is none', async () => {
    expect((await declarationOf(model('secret'), { valueSecretRef: { name: 'source', key: 'text' } }, bytes)).fields).toEqual({ value: 'a value' });
    const unreadable = { facts: { code: 'operator.secret_unreadable', message: expect.stringContaining('The key bytes of the Secret source holds bytes') as string } };
    await expect(declarationOf(model('secret'), { valueSecretRef: { name: 'source', key: 'bytes' } }, bytes)).rejects.toMatchObject(unreadable);
    await expect(declarationOf(model('endpoint'), { secretHeadersSecretRef: { name: 'source' } }, bytes)).rejects.toMatchObject(unreadable);
  });

  it('has no key that nobody wrote', async () => {
    await expect(declarationOf(model('secret'), { valueSecretRef: { name: 'source', key: 'constructor' } }, ports)).rejects.toMatchObject({ facts: { code: 'operator.secret_missing' } });
  });
});

const at = (second: number): string => `2026-01-01T00:00:0${second}Z`;
const object = (status?: KubeObject['status'], generation = 1): KubeObject => ({ apiVersion: 'patchbay.io/v1alpha1', kind: 'Project', metadata: { name: 'it', namespace: 'shop', uid: 'u', resourceVersion: '1', generation }, ...(status === undefined ? {} : { status }) });
const view = { ...fillFields(model('project').fields, { slug: 'shop', name: 'Shop' }), id: 'prj_1', version: 1, created_at: at(0), updated_at: null };
const done: Outcome = { kind: 'done', view, sentSecrets: {}, note: '' };
const refused: Outcome = { kind: 'refused', why: { code: 'hub.overloaded', message: 'The hub is busy. Wait.' } };
const readable = (status: KubeObject['status']): string[] => conditionsIn(status).map(({ type, status: is, reason, observedGeneration, lastTransitionTime }) => `${type} ${is} ${reason} ${observedGeneration} ${lastTransitionTime}`);

describe('a status', () => {
  const project = model('project');

  it('says what the hub says, under the names of Kubernetes and without nulls', () => {
    const status = statusOf(project, object(), done, at(1));
    expect(status).toMatchObject({ id: 'prj_1', version: 1, createdAt: at(0), observedGeneration: 1 });
    expect(status).not.toHaveProperty('updatedAt');
    expect(readable(status)).toEqual([`Ready True Available 1 ${at(1)}`, `Synced True Synced 1 ${at(1)}`]);
  });

  it('is the same as long as nothing changed, and keeps the time of the last transition', () => {
    const before = statusOf(project, object(), done, at(1));
    expect(sameStatus(before, statusOf(project, object(before), done, at(5)))).toBe(true);
    expect(sameStatus(before, statusOf(project, object(before), { ...done, view: { ...view, version: 2 } }, at(5)))).toBe(false);
    expect(sameStatus(undefined, before)).toBe(false);
  });

  it('stays ready while the hub can’t be reached, until something else is declared', () => {
    const before = statusOf(project, object(), done, at(1));
    const while1 = statusOf(project, object(before), refused, at(2));
    expect(while1['id']).toBe('prj_1');
    expect(readable(while1)).toEqual([`Ready True Available 1 ${at(1)}`, `Synced False hub.overloaded 1 ${at(2)}`]);
    const changed = statusOf(project, object(while1, 2), refused, at(3));
    expect(readable(changed)).toEqual([`Ready False hub.overloaded 2 ${at(3)}`, `Synced False hub.overloaded 2 ${at(2)}`]);
  });

  it('remembers the approval that it waits for, and forgets it when that is over', () => {
    const waits = statusOf(project, object(), { kind: 'refused', why: { code: 'approval.pending', message: 'It waits.', approval: 'apr_1' } }, at(1));
    expect(waits['approval']).toBe('apr_1');
    expect(statusOf(project, object(waits), done, at(2))).not.toHaveProperty('approval');
  });
});

test('no resource says anything under a name that the operator needs', () => {
  expect(models.length).toBeGreaterThan(15);
  for (const each of models) expect(each.computed.map(({ name }) => camel(name)).filter((name) => ['conditions', 'observedGeneration', 'sentSecrets', 'approval'].includes(name))).toEqual([]);
});

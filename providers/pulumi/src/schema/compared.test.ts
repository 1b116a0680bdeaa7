import { type Fields, UNKNOWN } from '@patchbay/reconcile';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../load-catalog.ts';
import { typesOf } from '../rpc/context.ts';
import { conceal, revealFields, Secret } from '../value/secret.ts';
import { checked } from './checked.ts';
import { type Change, compared, detailedDiff, IMPORTED, mustGoFirst } from './compared.ts';
import { expectedOutputs, inputsOf, outputsOf } from './outputs.ts';
import { resourceToken } from './names.ts';
import type { ResourceType } from './resource-type.ts';

let types: ReadonlyMap<string, ResourceType>;
const type = (name: string): ResourceType => types.get(resourceToken(name))!; // the catalog has it
const inputs = (name: string, given: Fields): Fields => revealFields(checked(type(name), given, false).inputs);
const view = { id: 'end_1', version: 3, created_at: 'then', updated_at: 'now' };

beforeAll(async () => { types = typesOf(await loadCatalog()).resources; });

function change(name: string, before: Fields, after: Fields, more: Partial<Change> = {}) {
  const olds = revealFields(expectedOutputs(type(name), inputs(name, before), undefined, new Set()));
  return compared(type(name), { olds, oldInputs: inputs(name, before), news: inputs(name, after), ignoreChanges: [], ...more });
}

describe('a change', () => {
  const endpoint = { name: 'e', url: 'https://a.example' };

  it('is none when inputs mean what is there: defaults in place, sets in any order', () => {
    expect(change('endpoint', { ...endpoint, eventTypes: ['a', 'b'] }, { ...endpoint, eventTypes: ['b', 'a'], enabled: true }).plan.kind).toBe('nothing');
  });

  it('is told property by property, as deep as both sides go', () => {
    const { differences } = change('endpoint', { ...endpoint, headers: { 'X-A': '1', 'X-B': '1' }, description: 'old', retry: { delays: [1, 2] } }, { ...endpoint, headers: { 'X-A': '2', 'X-C': '1' }, channels: ['c'], retry: { delays: [1, 3] } });
    expect(detailedDiff(differences)).toEqual({
      'headers["X-A"]': { kind: 4, inputDiff: false }, 'headers["X-B"]': { kind: 2, inputDiff: false }, 'headers["X-C"]': { kind: 0, inputDiff: false },
      description: { kind: 2, inputDiff: false }, channels: { kind: 4, inputDiff: false }, 'retry.delays[1]': { kind: 4, inputDiff: false },
    });
  });

  it('of what can’t be changed is a replacement; with the same natural key the old one goes first', () => {
    const renamed = change('event_type', { name: 'a.b' }, { name: 'a.c' });
    expect(renamed.plan).toMatchObject({ kind: 'replace', because: ['name'] });
    expect(mustGoFirst(type('event_type'), { name: 'a.b' }, renamed.wanted)).toBe(false);
    expect(Object.values(detailedDiff(renamed.differences))).toEqual([{ kind: 5, inputDiff: false }]);
    const scopes = change('api_key', { name: 'k', scopes: ['project:read'] }, { name: 'k', scopes: ['event:read'] });
    expect(scopes.plan.kind).toBe('replace');
    expect(mustGoFirst(type('api_key'), { name: 'k' }, scopes.wanted)).toBe(true);
  });

  it('of a secret shows in the inputs alone; what was imported may have its secret already', () => {
    expect(change('secret', { name: 's', value: 'a' }, { name: 's', value: 'a' }).plan.kind).toBe('nothing');
    const rotated = change('secret', { name: 's', value: 'a' }, { name: 's', value: 'b' });
    expect(rotated.plan).toMatchObject({ kind: 'update', patch: { value: 'b' } });
    expect(detailedDiff(rotated.differences)).toEqual({ value: { kind: 4, inputDiff: true } });
    expect(change('secret', { name: 's', value: 'a' }, { name: 's', value: 'b' }, { oldInputs: { name: 's', [IMPORTED]: true } }).plan.kind).toBe('nothing');
  });

  it('that somebody ignores is none', () => {
    const after = { ...endpoint, url: 'https://b.example', retry: { delays: [9] } };
    expect(change('endpoint', { ...endpoint, retry: { delays: [1] } }, after, { ignoreChanges: ['url', 'retry.delays[0]'] }).plan.kind).toBe('nothing');
    expect(change('secret', { name: 's', value: 'a' }, { name: 's', value: 'b' }, { ignoreChanges: ['value'] }).plan.kind).toBe('nothing');
  });

  it('to what is not known yet is a change', () => {
    expect(change('endpoint', endpoint, { ...endpoint, project: UNKNOWN }).plan).toMatchObject({ kind: 'update' });
  });
});

describe('outputs', () => {
  it('keep the spelling of the inputs, mark what is secret, and have no secret that was declared', () => {
    const given = conceal(inputs('endpoint', { name: 'e', url: 'https://a.example', eventTypes: ['b', 'a'], signingSecret: 'a secret text' }), new Set(['url']));
    const out = outputsOf(type('endpoint'), { view: { ...view, name: 'e', url: 'https://a.example', event_types: ['a', 'b'], description: null }, spelled: revealFields(given), once: {}, concealed: new Set(['url']) });
    expect(out).toMatchObject({ eventTypes: ['b', 'a'], url: new Secret('https://a.example'), version: 3, createdAt: 'then' });
    expect(out).not.toHaveProperty('id');
    expect(out).not.toHaveProperty('description');
    expect(out).not.toHaveProperty('signingSecret');
  });

  it('are not known while previewing, but for what stays', () => {
    const wanted = inputs('endpoint', { name: 'e', url: 'https://b.example' });
    expect(expectedOutputs(type('endpoint'), wanted, undefined, new Set())).toMatchObject({ name: 'e', createdAt: UNKNOWN, version: UNKNOWN, signingSecret: new Secret(UNKNOWN) });
    expect(expectedOutputs(type('endpoint'), wanted, { createdAt: 'then', url: 'https://a.example' }, new Set())).toMatchObject({ url: 'https://b.example', createdAt: 'then', updatedAt: UNKNOWN });
  });

  it('become inputs that somebody would have written', () => {
    const said = { name: 'e', url: 'https://a.example', enabled: true, timeout: 7, version: 3 };
    expect(inputsOf(type('endpoint'), said, undefined)).toEqual({ name: 'e', url: 'https://a.example', timeout: 7, [IMPORTED]: true });
    expect(inputsOf(type('endpoint'), said, { name: 'e', enabled: true, signingSecret: 'a secret text' })).toEqual({ name: 'e', url: 'https://a.example', enabled: true, timeout: 7, signingSecret: 'a secret text' });
  });
});

describe('inputs', () => {
  it('get their defaults, and keep secret what was', () => {
    const { inputs: filled, failures } = checked(type('endpoint'), { name: 'e', url: new Secret('https://a.example'), signingSecret: 'a secret text', __defaults: [] }, false);
    expect(failures).toEqual([]);
    expect(filled).toMatchObject({ url: new Secret('https://a.example'), signingSecret: new Secret('a secret text'), enabled: true });
    expect(filled).not.toHaveProperty('description');
  });

  it('need their secrets only when they are new', () => {
    expect(checked(type('secret'), { name: 's' }, false).failures).toEqual([{ property: 'value', reason: 'is required' }]);
    expect(checked(type('secret'), { name: 's' }, true).failures).toEqual([]);
  });

  it('that are secret are quoted in no failure', () => {
    expect(JSON.stringify(checked(type('endpoint'), { name: 'e', url: new Secret('not-a-url-but-secret') }, false).failures)).not.toContain('but-secret');
  });

  it('that are not known are not judged', () => {
    expect(checked(type('endpoint'), { name: UNKNOWN, url: new Secret(UNKNOWN), eventTypes: [UNKNOWN] }, false).failures).toEqual([]);
  });
});

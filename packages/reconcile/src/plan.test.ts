import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { describe, expect, it } from 'vitest';
import { checkFields } from './check.ts';
import { fillFields } from './fill.ts';
import { fromText, textModel, toText } from './json-text.ts';
import { keepFieldSpelling } from './keep-spelling.ts';
import { leanFields } from './lean.ts';
import { modelsOf } from './model.ts';
import { plan } from './plan.ts';
import type { Fields } from './unknown.ts';
import { hasUnknown, UNKNOWN } from './unknown.ts';

const catalog = read as unknown as CatalogDocument; // npm run catalog writes the file from this type
const models = modelsOf(catalog.resources);
const model = (name: string) => models.find((each) => each.name === name)!;
const secretsIn = ({ fields }: (typeof models)[number], example: Fields): Fields => Object.fromEntries(fields.filter(({ secret }) => secret).map(({ name }) => [name, example[name]]));
const reset = { undeclared: 'reset', secrets: [] } as const;

it('says nothing of a secret that does not fit but what was expected', () => {
  const issues = checkFields(model('endpoint').fields, { secret_headers: { 'X-Key': 'hidden\n' } }, { whole: false });
  expect(issues).toMatchObject([{ path: ['secret_headers', 'X-Key'] }]);
  expect(JSON.stringify(issues)).not.toContain('hidden');
});

describe('every resource of the catalog', () => {
  it.each(models.map((each) => [each.name, each] as const))('%s: its example is valid, creates, and then there is nothing left to do', (_, each) => {
    expect(checkFields(each.fields, each.example, { whole: true })).toEqual([]);
    expect(plan(each, each.example, undefined, reset)).toEqual({ kind: 'create', fields: each.example });
    const actual = fillFields(each.fields, each.example);
    expect(plan(each, each.example, actual, reset)).toEqual({ kind: 'nothing' });
    expect(plan(each, actual, actual, reset)).toEqual({ kind: 'nothing' });
    expect(hasUnknown(actual)).toBe(false);
    expect(fillFields(each.fields, { ...leanFields(each.fields, actual), ...secretsIn(each, each.example) })).toEqual(actual);
  });

  it('has the facts that the catalog tells', () => {
    for (const { name, secrets, immutable, computed } of catalog.resources.filter(({ kind }) => kind === 'resource')) {
      const { fields, computed: added } = model(name);
      expect(fields.filter(({ secret }) => secret).map((field) => field.name).sort()).toEqual([...secrets].sort());
      expect(fields.filter((field) => field.immutable).map((field) => field.name).sort()).toEqual([...immutable].sort());
      const declared = new Set(fields.map((field) => field.name)); // an installation has a version of its own
      expect(added.map((field) => field.name)).toEqual(['id', 'version', 'created_at', 'updated_at', ...computed].filter((field) => !declared.has(field)));
    }
  });
});

describe('a plan', () => {
  const project = model('project');
  const there = fillFields(project.fields, { slug: 'shop', name: 'Shop', repository: { provider: 'github', owner: 'acme', name: 'shop' } });

  it('changes what differs and nothing else', () => {
    expect(plan(project, { ...there, name: 'Web shop' }, there, reset)).toEqual({ kind: 'update', patch: { name: 'Web shop' } });
  });

  it('puts the default back of what is no longer declared, or leaves it alone, as it is told', () => {
    const desired = { slug: 'shop', name: 'Shop' };
    expect(plan(project, desired, { ...there, default_branch: 'dev' }, reset)).toEqual({ kind: 'update', patch: { default_branch: null, repository: null } });
    expect(plan(project, desired, { ...there, default_branch: 'dev' }, { undeclared: 'keep' })).toEqual({ kind: 'nothing' });
    expect(plan(project, { ...desired, repository: null }, there, { undeclared: 'keep' })).toEqual({ kind: 'update', patch: { repository: null } });
  });

  it('replaces when a field can’t be changed, and names it', () => {
    const key = model('api_key');
    const now = fillFields(key.fields, { name: 'ci', scopes: ['event:read'] });
    expect(plan(key, { name: 'ci', scopes: ['event:write'], enabled: false }, now, reset)).toEqual({
      kind: 'replace', because: ['scopes'], fields: { name: 'ci', scopes: ['event:write'], enabled: false }, patch: { scopes: ['event:write'], enabled: false },
    });
  });

  it('sends secrets when it is told to, because nobody can compare them', () => {
    const secret = model('secret');
    const now = fillFields(secret.fields, { name: 'token' });
    const desired = { name: 'token', value: 'new' };
    expect(plan(secret, desired, now, reset)).toEqual({ kind: 'nothing' });
    expect(plan(secret, desired, now, { undeclared: 'reset', secrets: ['value'] })).toEqual({ kind: 'update', patch: { value: 'new' } });
    expect(plan(secret, desired, now, { undeclared: 'keep' })).toEqual({ kind: 'update', patch: { value: 'new' } });
  });

  it('takes two spellings of one thing for the same', () => {
    const endpoint = model('endpoint');
    const actual = fillFields(endpoint.fields, { name: 'e', url: 'https://e.example', event_types: ['a.*', 'b.c'], filter: { x: { $in: [1, 2] }, y: 1 } });
    expect(plan(endpoint, { name: 'e', url: 'https://e.example', event_types: ['b.c', 'a.*'], filter: { y: 1, x: { $in: [1, 2] } }, signature: { profile: 'standard' } }, actual, reset)).toEqual({ kind: 'nothing' });
    expect(plan(endpoint, { name: 'e', url: 'https://e.example', event_types: ['b.c', 'a.*'], filter: { y: 1, x: { $in: [2, 1] } } }, actual, reset)).toMatchObject({ kind: 'update', patch: { filter: { y: 1 } } });
    const key = model('api_key');
    expect(plan(key, { name: 'k', scopes: ['*'], expires_at: '2030-01-01T00:00:00Z' }, fillFields(key.fields, { name: 'k', scopes: ['*'], expires_at: '2030-01-01T00:00:00.000Z' }), reset)).toEqual({ kind: 'nothing' });
  });

  it('takes what is not known yet for a change, wherever it is', () => {
    expect(plan(project, { ...there, name: UNKNOWN }, there, reset)).toEqual({ kind: 'update', patch: { name: UNKNOWN } });
    const desired = { ...there, repository: { provider: 'github', owner: UNKNOWN, name: 'shop' } };
    expect(plan(project, desired, there, reset)).toMatchObject({ kind: 'update', patch: { repository: { name: 'shop' } } });
    expect(hasUnknown(desired)).toBe(true);
  });
});

describe('a check', () => {
  const said = (name: string, value: Fields, whole = true) => checkFields(model(name).fields, value, { whole }).map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('names the place and what was expected', () => {
    expect(said('endpoint', { name: '', url: 'nonsense', timeout: 31, payload_format: 'xml', event_types: ['*', '*'], retry: { delays: [1, -1], jitter: 'much' }, colour: 1 })).toEqual([
      expect.stringMatching(/^colour: there is no such field; expected one of name, description/) as string,
      'name: expected text, but it is empty',
      'url: expected a URL, but got "nonsense"',
      'event_types: an item is there twice',
      'payload_format: expected one of standard, cloudevents, cloudevents_binary, raw, but got "xml"',
      'timeout: expected at most 30, but got 31',
      'retry.delays.1: expected at least 0, but got -1',
      'retry.jitter: expected a number, but got text',
    ]);
    expect(said('project', {})).toEqual(['slug: is required', 'name: is required']);
    expect(said('project', {}, false)).toEqual([]);
    expect(said('endpoint', { name: 'e', url: 'https://e.example', retry: { jitter: `0.${'3'.repeat(99)}` } })).toEqual([expect.stringMatching(/^retry\.jitter: expected a number of at most 15 digits, but got "0\.3+…"$/)]);
    expect(said('api_key', { name: 'k', scopes: ['nothing'], expires_at: 'tomorrow' })).toHaveLength(2);
    expect(said('endpoint', { name: 'e', url: 'https://e.example', headers: { 'no spaces': 'x' }, filter: [] })).toHaveLength(2);
  });

  it('does not judge what is not known yet', () => {
    expect(said('endpoint', { name: UNKNOWN, url: UNKNOWN, event_types: [UNKNOWN, UNKNOWN], retry: { delays: [UNKNOWN] } })).toEqual([]);
  });
});

describe('what the hub says, in the words of who declared it', () => {
  const { fields } = model('endpoint');

  it('keeps the spelling where both mean the same, and shows the difference where they do not', () => {
    const spelled = { event_types: ['b', 'a'], filter: { y: 1, x: 2 }, timeout: 15 };
    const said = { event_types: ['a', 'b'], filter: { x: 2, y: 1 }, timeout: 20, enabled: true };
    const kept = keepFieldSpelling(fields, said, spelled);
    expect(JSON.stringify([kept['event_types'], kept['filter']])).toBe('[["b","a"],{"y":1,"x":2}]');
    expect(kept).toMatchObject({ timeout: 20, enabled: true, name: null });
  });
});

describe('a model for tools that take JSON as text', () => {
  const endpoint = textModel(model('endpoint'));
  const filter = endpoint.fields.find(({ name }) => name === 'filter')!;

  it('compares and checks what the text means', () => {
    const actual = fillFields(endpoint.fields, { name: 'e', url: 'https://e.example', filter: '{"a":1,"b":[2]}' });
    expect(plan(endpoint, { name: 'e', url: 'https://e.example', filter: '{ "b": [2], "a": 1 }' }, actual, reset)).toEqual({ kind: 'nothing' });
    expect(plan(endpoint, { name: 'e', url: 'https://e.example', filter: '{"a":2}' }, actual, reset)).toMatchObject({ kind: 'update' });
    expect(checkFields(endpoint.fields, { filter: '{' }, { whole: false })).toMatchObject([{ path: ['filter'] }]);
    expect(checkFields(endpoint.fields, { filter: '[]' }, { whole: false })).toMatchObject([{ path: ['filter'], message: 'expected a JSON object, but got a list' }]);
    expect(checkFields(endpoint.fields, { filter: '{}' }, { whole: false })).toEqual([]);
  });

  it('goes there and back', () => {
    for (const { fields, example } of models.map(textModel)) {
      for (const { name, shape } of fields) expect(fromText(toText(example[name], shape), shape)).toEqual(example[name]);
    }
    expect(toText({ a: 1 }, filter.shape)).toBe('{"a":1}');
  });
});

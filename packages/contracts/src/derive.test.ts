import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bare, collectionOf, referrers, schemasOf } from './derive.ts';
import { immutable, instant, reference, secret, setOf, slug } from './field.ts';
import { defineResource } from './resource.ts';

const id = 'team_01jd8xk3v2q4r6t8w0y2a4c6e8';
const base = { id, version: 1, created_at: '2030-01-01T00:00:00.000Z', updated_at: '2030-01-01T00:00:00.000Z' };

const team = defineResource({
  name: 'team',
  plural: 'teams',
  prefix: 'team',
  title: 'Team',
  description: 'People who own something.',
  fields: {
    slug: immutable(slug).meta({ description: 'Short name.', examples: ['payments'] }),
    project: reference('project', 'prj').optional().meta({ description: 'Project.' }),
    size: z.int().min(1).default(3).meta({ description: 'How many.', examples: [5] }),
    tags: setOf(z.string()).default([]).meta({ description: 'Tags.' }),
    note: z.string().optional().meta({ description: 'Note.' }),
    token: secret(z.string()).meta({ description: 'Token.' }),
    spare_token: secret(z.string()).optional().meta({ description: 'Spare token.' }),
  },
  computed: { active: z.boolean().meta({ readOnly: true, description: 'Whether it works.' }), seen_at: instant.nullable().meta({ readOnly: true, description: 'When.' }) },
  once: { invitation: z.string().meta({ readOnly: true, description: 'Shown once.' }) },
  key: ['slug'],
  indexed: ['size', 'active'],
  check: ({ size, note }) => (size > 9 && note === undefined ? [{ path: 'note', message: 'a big team needs a note' }] : []),
});
const schemas = schemasOf(team);
const view = { ...base, slug: 'payments', size: 3, tags: [], active: true, seen_at: null };

describe('a creation', () => {
  it('fills in defaults and sorts sets', () => {
    expect(schemas.create.parse({ slug: 'payments', token: 'x' })).toEqual({ slug: 'payments', token: 'x', size: 3, tags: [] });
    expect(schemas.create.parse({ slug: 'payments', token: 'x', tags: ['b', 'a'] })).toMatchObject({ tags: ['a', 'b'] });
  });

  it.each([
    ['an unknown field', { slug: 'payments', token: 'x', colour: 'red' }],
    ['a field of the hub’s own', { slug: 'payments', token: 'x', active: true }],
    ['a missing field', { slug: 'payments' }],
    ['null', { slug: 'payments', token: 'x', note: null }],
    ['a set with a repetition', { slug: 'payments', token: 'x', tags: ['a', 'a'] }],
    ['an id of another resource', { slug: 'payments', token: 'x', project: id }],
  ])('refuses %s', (_, input) => expect(schemas.create.safeParse(input).success).toBe(false));

  it('checks rules over several fields once the fields are valid', () => {
    expect(schemas.create.safeParse({ slug: 'payments', token: 'x', size: 10 }).error?.issues).toMatchObject([{ path: ['note'], message: 'a big team needs a note' }]);
    expect(schemas.create.safeParse({ slug: 'payments', token: 'x', size: 10, note: 'many' }).success).toBe(true);
  });
});

describe('a view', () => {
  it('shows declared and computed fields, and no secret', () => {
    expect(schemas.view.parse(view)).toEqual(view);
    for (const schema of [schemas.view, schemas.created, schemas.stored]) expect(Object.keys(schema.shape)).not.toContain('token');
  });

  it('has every field with a default, and may lack optional ones', () => {
    expect(schemas.view.safeParse({ ...view, size: undefined }).success).toBe(false);
    expect(schemas.view.safeParse({ ...view, note: undefined }).success).toBe(true);
  });

  it('shows what is shown once only in the answer of the creation', () => {
    expect(Object.keys(schemas.created.shape)).toContain('invitation');
    expect(Object.keys(schemas.view.shape)).not.toContain('invitation');
  });
});

describe('a change', () => {
  it('takes any field alone, and fills in nothing', () => {
    expect(schemas.update.parse({ id, note: 'x' })).toEqual({ id, note: 'x' });
    expect(schemas.update.parse({ id, if_version: 2 })).toEqual({ id, if_version: 2 });
  });

  it('takes null where that puts a default back or takes the value away, and nowhere else', () => {
    expect(schemas.update.parse({ id, size: null, note: null, spare_token: null })).toEqual({ id, size: null, note: null, spare_token: null });
    expect(schemas.update.safeParse({ id, slug: null }).success).toBe(false);
    expect(schemas.update.safeParse({ id, token: null }).success).toBe(false);
  });

  it('adds up to a whole whose secrets may be in the vault already', () => {
    expect(schemas.whole.parse({ slug: 'payments' })).toEqual({ slug: 'payments', size: 3, tags: [] });
  });
});

describe('a list', () => {
  it('filters by key, references and indexed fields, and sorts by them', () => {
    expect(schemas.list.parse({ slug: 'payments', size: 5, active: true, sort: '-size' })).toMatchObject({ slug: 'payments', size: 5, limit: 50, sort: '-size' });
    expect(schemas.list.safeParse({ note: 'x' }).success).toBe(false);
    expect(schemas.list.safeParse({ sort: 'note' }).success).toBe(false);
    expect(schemas.list.safeParse({ limit: 501 }).success).toBe(false);
  });
});

it('is kept with an index on what lists filter by, unique by its natural key', () => {
  expect(collectionOf(team)).toEqual({ name: 'team', kind: 'documents', fields: { slug: 'text', project: 'text', size: 'number', active: 'boolean' }, unique: [{ fields: ['slug'] }] });
});

it('knows who refers to whom', () => {
  expect(referrers([team], 'project')).toEqual([{ definition: team, field: 'project' }]);
  expect(referrers([team], 'team')).toEqual([]);
});

it('sees through the wrappers of a field and keeps its words', () => {
  const { inner, optional, defaulted } = bare(team.fields.size);
  expect([inner.meta(), optional, defaulted]).toEqual([{ description: 'How many.', examples: [5] }, false, true]);
});

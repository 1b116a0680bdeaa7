import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { schemasOf } from './derive.ts';
import { slug } from './field.ts';
import { defineRecord, defineResource } from './resource.ts';
import { actionsOf, eventsOf } from './resource-actions.ts';

const team = defineResource({
  name: 'team',
  plural: 'teams',
  prefix: 'team',
  title: 'Team',
  description: 'People who own something.',
  fields: { slug: slug.meta({ description: 'Short name.' }) },
  once: { invitation: z.string().meta({ readOnly: true, description: 'Shown once.' }) },
  key: ['slug'],
});
const schemas = schemasOf(team);

describe('the actions of a resource', () => {
  const actions = actionsOf(team);

  it('are five, made once', () => {
    expect(actions.map((each) => each.id)).toEqual(['team_create', 'team_get', 'team_list', 'team_update', 'team_delete']);
    expect(actionsOf(team)).toBe(actions);
    expect(actions[0]!.input).toBe(schemas.create);
    expect(actions[1]!.output).toBe(schemas.view);
  });

  it('read with one scope and write with another', () => {
    expect(actions.map((each) => [each.scope, each.safety, each.dryRun, each.effects])).toEqual([
      ['team:write', 'moderate', true, 'store'], ['team:read', 'safe', false, 'none'], ['team:read', 'safe', false, 'none'], ['team:write', 'moderate', true, 'store'], ['team:write', 'moderate', true, 'store'],
    ]);
  });

  it('are sensitive where a secret is shown', () => expect(actions.filter((each) => each.sensitive).map((each) => each.id)).toEqual(['team_create']));

  it('wait for an approval when the deletion can’t be undone', () => {
    const grave = defineResource({ ...team, key: ['slug'], deletion: 'destructive', check: () => [] });
    expect(actionsOf(grave).at(-1)).toMatchObject({ id: 'team_delete', safety: 'destructive' });
  });

  it('are refused with what their resource says besides what all say', () => {
    const guarded = defineResource({ ...team, key: ['slug'], check: () => [], failures: { update: ['endpoint.too_many_keys'] } });
    expect(actionsOf(guarded).filter(({ failures }) => failures.includes('endpoint.too_many_keys')).map(({ id }) => id)).toEqual(['team_update']);
    expect(actionsOf(guarded)[3]!.failures).toEqual([...actions[3]!.failures, 'endpoint.too_many_keys']);
  });

  it('of a record are two', () => {
    const record = defineRecord({ name: 'note', plural: 'notes', prefix: 'note', title: 'Note', description: 'A note.', fields: { text: z.string() }, indexed: ['text'] });
    expect(actionsOf(record).map((each) => each.id)).toEqual(['note_get', 'note_list']);
    expect(schemasOf(record).list.parse({ since: '2030-01-01T00:00:00Z' })).toMatchObject({ sort: '-id', since: '2030-01-01T00:00:00Z' });
    expect(eventsOf(record)).toEqual([]);
  });
});

it('tells the world of three changes, in the words of the trade', () => {
  expect(eventsOf(team).map(({ type, description }) => [type, description])).toEqual([
    ['team.created', 'A team was created.'], ['team.updated', 'A team was changed.'], ['team.deleted', 'A team was deleted.'],
  ]);
  expect(eventsOf(team).every((each) => each.data === schemas.view)).toBe(true);
});

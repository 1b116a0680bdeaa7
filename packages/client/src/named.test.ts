import { expect, it } from 'vitest';
import { named } from './named.ts';

it('says what the fix of a refusal refers to', () => {
  expect(named({ fix: 'Give the caller the scope named in `needs`, by a role binding.', details: { needs: 'project:write', has: [] } })).toEqual(['needs: project:write']);
  expect(named({ fix: 'Delete or change what refers to it first: `used_by`.', details: { used_by: [{ resource: 'environment', id: 'env_1', field: 'project' }, { resource: 'endpoint', id: 'ep_1', field: 'project' }] } })).toEqual(['used_by: environment env_1, endpoint ep_1']);
  expect(named({ fix: 'See `limit`, and `limit` again.', details: { limit: 5 } })).toEqual(['limit: 5']);
});

it('says nothing of what is not there, and of what whoever shows it says himself', () => {
  expect(named({ fix: 'Choose another value for the fields in `fields`, or `existing`.', details: { existing: 'prj_1' } })).toEqual([]);
});

it('does not go on for ever', () => {
  expect(named({ fix: '`used_by`', details: { used_by: Array.from({ length: 12 }, (_, i) => `e${i}`) } })[0]).toMatch(/e9, and 2 more$/);
});

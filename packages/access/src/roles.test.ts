import { hubActions, scopeSet } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { GUARDED_NOUNS, roleScopes, scopesOf } from './roles.ts';

const may = (role: keyof typeof roleScopes) => {
  const held = scopeSet(roleScopes[role]);
  return hubActions.filter((action) => held.has(action.scope)).map((action) => action.scope);
};
const all = hubActions.map((action) => action.scope);

test('a viewer reads everything and nothing else', () => {
  expect(may('viewer').length).toBeGreaterThan(5);
  expect(may('viewer')).toEqual(all.filter((scope) => scope.endsWith(':read')));
});

test('an operator writes everything except what decides who gets in', () => {
  const writes = may('operator').filter((scope) => scope.endsWith(':write'));
  expect(writes).toContain('project:write');
  expect(writes).toContain('secret:write');
  expect(new Set(writes)).toEqual(new Set(all.filter((scope) => scope.endsWith(':write') && !GUARDED_NOUNS.has(scope.split(':')[0]!))));
  for (const noun of ['tenant', 'api_key', 'role_binding', 'vault']) expect(writes).not.toContain(`${noun}:write`);
  expect(may('operator')).not.toContain('approval:decide');
});

test('an approver decides and writes nothing', () => {
  expect(may('approver')).toContain('approval:decide');
  expect(may('approver').filter((scope) => scope.endsWith(':write'))).toEqual([]);
});

test('an admin may do all, a custom role exactly what its list says', () => {
  expect(may('admin')).toEqual(all);
  expect(scopesOf({ role: 'custom', scopes: ['project:read'] })).toEqual(['project:read']);
});

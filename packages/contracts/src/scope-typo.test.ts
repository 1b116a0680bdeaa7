import { describe, expect, it } from 'vitest';
import { hubActions } from './catalog.ts';
import { refuseMistypedScopes } from './scope-typo.ts';

const issuesOf = (scopes: readonly string[], more: { before?: readonly string[]; brought?: readonly string[] } = {}) => {
  try {
    refuseMistypedScopes(scopes, { before: more.before, brought: () => more.brought ?? [] });
    return [];
  } catch (error) {
    return (error as { details: { issues: { path: string; message: string; expected: string }[] } }).details.issues;
  }
};
const expected = (scope: string, more = {}) => issuesOf([scope], more)[0]?.expected;

describe('scopes that nothing has', () => {
  it.each([
    ['projct:read', 'project:read'],
    ['projects:read', 'project:read'],
    ['projcet:*', 'project:*'],
    ['trust_policies:write', 'trust_policy:write'],
    ['deploymnets:write', 'deployment:write'],
    ['evnt:write', 'event:write'],
    ['rules:read', 'rule:read'],
    ['rlue:read', 'rule:read'],
    ['calls:slack', 'call:slack'],
    ['endpiont:revael', 'endpoint:read, endpoint:reveal or endpoint:write'],
    ['project:raed', 'project:read or project:write'],
    ['project:create', 'project:read or project:write'],
    ['deployment:aprove', 'deployment:approve, deployment:read or deployment:write'],
    ['*:raed', '*:approve, *:decide, *:end, *:read, *:reveal, *:sign_in or *:write'],
  ])('%s is refused, for %s', (scope, meant) => expect(expected(scope)).toBe(meant));

  it('are named one by one, and nothing else is', () => {
    expect(issuesOf(['event:read', 'evnet:read', 'project:delete'])).toEqual([
      { path: 'scopes', message: 'nothing has the scope evnet:read', expected: 'event:read' },
      { path: 'scopes', message: 'nothing has the scope project:delete', expected: 'project:read or project:write' },
    ]);
  });
});

describe('scopes that something has, or may have one day', () => {
  it('are all scopes of the hub, and what stands for several of them', () => {
    expect(issuesOf([...new Set(hubActions.map(({ scope }) => scope)), '*', '*:read', '*:approve', 'project:*'])).toEqual([]);
  });

  it.each(['slack:read', 'call:slack', 'call:sms', 'call:*', 'linear:write', 'linear:*', 'sentry:resolve', 'plane:read', 'alerta:read', 'cal:read', 'sync:write', 'vault:read', 'audit_entry:write'])('%s may come with a plugin or an attached server', (scope) => expect(issuesOf([scope])).toEqual([]));

  it('are those of what is installed, however near they are to others', () => {
    expect(issuesOf(['projects:read', 'projects:*', 'deployment:promote'], { brought: ['projects:read', 'deployment:promote'] })).toEqual([]);
    expect(expected('projects:read', { brought: ['slack:read'] })).toBe('project:read');
  });

  it('are those that were given before the rule', () => expect(issuesOf(['projct:read', 'evnet:read'], { before: ['projct:read'] })).toMatchObject([{ expected: 'event:read' }]));
});

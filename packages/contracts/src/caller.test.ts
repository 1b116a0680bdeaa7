import { describe, expect, it } from 'vitest';
import { covers, SCOPE, scopeSet, systemCaller, type TenantId } from './caller.ts';

describe('scopes', () => {
  it.each([
    ['project:read', 'project:read', true],
    ['project:read', 'project:write', false],
    ['project:read', 'pipeline:read', false],
    ['project:*', 'project:write', true],
    ['project:*', 'projects:write', false],
    ['*:read', 'pipeline:read', true],
    ['*:read', 'pipeline:write', false],
    ['*', 'vault:write', true],
  ])('%s allows %s: %s', (held, wanted, allowed) => {
    expect(scopeSet([held]).has(wanted)).toBe(allowed);
  });

  it('are kept without repetition, in order', () => {
    expect(scopeSet(['b:read', 'a:read', 'b:read']).list).toEqual(['a:read', 'b:read']);
  });

  it.each([
    [['*'], ['*'], true],
    [['*'], ['project:*', '*:read'], true],
    [['project:*'], ['project:read', 'project:*'], true],
    [['project:*'], ['*'], false],
    [['project:*'], ['*:read'], false],
    [['*:read'], ['project:read'], true],
    [['*:read'], ['project:*'], false],
    [['*:read'], ['*:read'], true],
    [['project:read', 'project:write'], ['project:*'], false],
    [[], [], true],
    [[], ['project:read'], false],
  ])('whoever holds %j hands out %j: %s', (held, wanted, allowed) => {
    expect(covers(scopeSet(held), wanted)).toBe(allowed);
  });

  it.each(['*', 'project:read', 'project:*', '*:read', 'api_key:write'])('%s is one', (text) => expect(text).toMatch(SCOPE));
  it.each(['', 'project', 'project:', ':read', 'Project:read', 'project:read:all', '*:*', 'project:read ', '**'])('%j is none', (text) => expect(text).not.toMatch(SCOPE));
});

describe('the hub itself', () => {
  it('may do everything in one tenant and was issued by nobody', () => {
    const caller = systemCaller('ten_1' as TenantId); // any text serves as an id here
    expect(caller.scopes.has('vault:write')).toBe(true);
    expect(caller).toMatchObject({ tenant: 'ten_1', principal: 'system', issuers: [] });
  });
});

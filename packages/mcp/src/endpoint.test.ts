import { type Action, defineAction } from '@patchbay/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { holds, readEndpoint } from './endpoint.ts';

const action = (id: string, safety: Action['safety'], more: Partial<Action> = {}): Action =>
  defineAction({ id, title: 'T', description: 'D.', safety, scope: 'a:b', input: z.strictObject({}), output: z.object({}), ...more }) as unknown as Action;

describe('the path below /mcp', () => {
  it('chooses tenant, toolsets, server and read-only, in any order', () => {
    expect(readEndpoint('readonly/toolset/project,event/tenant/ten_1', {}, false)).toEqual({ readonly: true, toolsets: ['project', 'event'], tenant: 'ten_1' });
    expect(readEndpoint('', { 'x-mcp-toolsets': 'project, event', 'x-mcp-readonly': 'true' }, false)).toEqual({ readonly: true, toolsets: ['project', 'event'] });
    expect(readEndpoint('server/linear', {}, false)).toEqual({ readonly: false, server: 'linear' });
  });

  it.each(['nothing', 'toolset', 'tenant', 'readonly/readonly', 'toolset/A', 'server/../x', 'tenant/a/tenant/b'])('%s leads nowhere', (path) => {
    expect(() => readEndpoint(path, {}, false)).toThrow(/Expected \/mcp/);
  });

  it('can’t switch off what the hub has switched on', () => {
    expect(readEndpoint('', { 'x-mcp-readonly': 'false' }, true).readonly).toBe(true);
  });
});

describe('a view', () => {
  it('holds what reads when it is read-only, and nothing that is planned', () => {
    const readonly = { readonly: true };
    expect([holds(readonly, action('a', 'safe')), holds(readonly, action('a', 'moderate')), holds(readonly, action('a', 'destructive')), holds({ readonly: false }, action('a', 'safe', { state: 'planned' }))]).toEqual([true, false, false, false]);
  });

  it('holds the actions of its toolsets', () => {
    const view = { readonly: false, toolsets: ['project', 'whoami'] };
    expect([holds(view, action('project_get', 'safe')), holds(view, action('projector_get', 'safe')), holds(view, action('whoami', 'safe'))]).toEqual([true, false, true]);
  });

  it('of one attached server holds its tools alone', () => {
    const view = { readonly: false, server: 'linear' };
    expect([holds(view, action('linear_list', 'safe', { origin: { server: 'linear', tool: 'list' } })), holds(view, action('linear_x', 'safe'))]).toEqual([true, false]);
  });
});

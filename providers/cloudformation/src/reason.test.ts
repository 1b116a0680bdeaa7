import { HubError } from '@patchbay/client';
import { expect, it } from 'vitest';
import { reasonOf } from './reason.ts';

it('has in it what the fix refers to', () => {
  const forbidden = new HubError('ci may not call project_create', { code: 'caller.forbidden', status: 403, fix: 'Give the caller the scope named in `needs`.', issues: [], requestId: 'req_1', retryable: false, details: { needs: 'project:write' } });
  expect(reasonOf(forbidden, 'create the project shop')).toBe('Could not create the project shop: ci may not call project_create. needs: project:write. Give the caller the scope named in `needs`. (caller.forbidden, request req_1)');
});

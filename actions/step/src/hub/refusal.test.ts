import { expect, test } from 'vitest';
import { refusalOf } from './refusal.ts';

test('a refusal for want of a scope names the scope', () => {
  const { error } = refusalOf(403, JSON.stringify({ status: 403, code: 'caller.forbidden', detail: 'ci may not call deployment_create', fix: 'Give the caller the scope named in `needs`.', needs: 'deployment:write', request_id: 'req_1' }), undefined);
  expect(error.message).toBe('ci may not call deployment_create; needs: deployment:write [req_1]');
});

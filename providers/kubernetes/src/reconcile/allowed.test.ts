import { HubError } from '@patchbay/client';
import { expect, test } from 'vitest';
import { KubeError } from '../api/kube-error.ts';
import { refusalOf } from '../refusal.ts';
import { allowed } from './allowed.ts';

const error = (code: string, details: Readonly<Record<string, unknown>> = {}): HubError => new HubError(`It is ${code}`, { code, status: 409, fix: 'Do something.', issues: [], requestId: 'r', retryable: false, details });

/** Answers in turn; an error is thrown. */
function hub(...answers: readonly (HubError | string)[]) {
  const asked: (string | undefined)[] = [];
  return { asked, change: async (id: string | undefined) => {
    const answer = answers[asked.length];
    asked.push(id);
    if (answer instanceof HubError) throw answer;
    return answer;
  } };
}

test('what was approved meanwhile is done at once', async () => {
  const { asked, change } = hub(error('approval.required', { approval_id: 'apr_1' }), 'done');
  expect(await allowed(change, undefined)).toBe('done');
  expect(asked).toEqual([undefined, 'apr_1']);
});

test('what nobody decided yet is told with its approval, and the next look asks with that', async () => {
  const { asked, change } = hub(error('approval.required', { approval_id: 'apr_1' }), error('approval.pending', { approval_id: 'apr_1' }));
  const thrown = await allowed(change, undefined).catch((caught: unknown) => caught);
  expect(refusalOf(thrown, { approvalPollMs: 5 })).toMatchObject({ code: 'approval.pending', after: 5, approval: 'apr_1', message: expect.stringContaining('patchbay approvals approve apr_1') as string });
  expect(asked).toEqual([undefined, 'apr_1']);
});

test('what was rejected is not asked for again', async () => {
  const { asked, change } = hub(error('approval.required', { approval_id: 'apr_1' }), error('approval.rejected'), error('approval.rejected'));
  for (const known of [undefined, 'apr_1']) await expect(allowed(change, known)).rejects.toMatchObject({ facts: { code: 'approval.rejected', approval: 'apr_1', message: expect.stringContaining('change the object') as string } });
  expect(asked).toEqual([undefined, 'apr_1', 'apr_1']);
});

test('what was asked for too long ago, or for something else, is asked for anew', async () => {
  for (const code of ['approval.expired', 'approval.used', 'approval.mismatch']) {
    const { asked, change } = hub(error(code), 'done');
    expect(await allowed(change, 'apr_1')).toBe('done');
    expect(asked).toEqual(['apr_1', undefined]);
  }
});

test('a refusal has a code, a place and what to do, and none for what is over soon', () => {
  const invalid = new HubError('The input is wrong', { code: 'input.invalid', status: 422, fix: 'Correct the fields', issues: [{ path: 'url', message: 'expected a URL' }], requestId: 'r', retryable: false, details: {} });
  expect(refusalOf(invalid, { approvalPollMs: 1 })).toEqual({ code: 'input.invalid', message: 'The input is wrong. url: expected a URL. Correct the fields.' });
  expect(refusalOf(error('resource.changed'), { approvalPollMs: 1 })).toBeUndefined();
  expect(refusalOf(new Error('anything'), { approvalPollMs: 1 })).toBeUndefined();
});

test('what the cluster refuses for good is told, and what it may allow at the next try is not', () => {
  const quota = new KubeError(403, 'Forbidden', 'secrets "key" is forbidden: exceeded quota');
  expect(refusalOf(quota, { approvalPollMs: 1 })).toEqual({ code: 'operator.cluster_refused', message: 'The cluster refused what the operator does for it: secrets "key" is forbidden: exceeded quota. Correct the object, or the rights, quotas and policies of its namespace.' });
  for (const status of [0, 401, 404, 409, 429, 500, 503]) expect(refusalOf(new KubeError(status, 'Any', 'any'), { approvalPollMs: 1 })).toBeUndefined();
});

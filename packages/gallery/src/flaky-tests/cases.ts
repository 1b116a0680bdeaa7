import type { Cases } from '../cases.ts';

const run = (commit: string, pays: boolean, ships: boolean, newly: readonly string[]) => ({ ask: 'action', name: 'report', input: { suite: 'shop/e2e', commit, results: [{ name: 'pays', passed: pays }, { name: 'ships', passed: ships }] }, gives: { tests: 2, newly_flaky: newly } }) as const;

export const cases: Cases = {
  steps: [
    run('aaaa', true, true, []), run('bbbb', true, false, []), run('bbbb', false, false, ['pays']), run('cccc', true, true, ['ships']),
    { ask: 'query', name: 'list', input: { suite: 'shop/e2e' }, gives: { runs: 4, items: [{ name: 'pays', same_commit: true, outcomes: 'ppfp' }, { name: 'ships', flips: 2, same_commit: false, outcomes: 'pffp' }] } },
    { ask: 'action', name: 'forget', input: { suite: 'shop/e2e', name: 'sings' }, refuses: 'not_found' },
    { ask: 'action', name: 'forget', input: { suite: 'shop/e2e', name: 'pays' }, gives: { name: 'pays' } },
    { ask: 'query', name: 'list', input: { suite: 'shop/e2e', limit: 1 }, gives: { items: [{ name: 'ships' }] } },
    { ask: 'query', name: 'list', input: { suite: 'nothing' }, gives: { items: [], runs: 0 } },
  ],
};

import type { Cases } from '../cases.ts';

const commits = ['feat(api): cursor paging', 'fix: no more leaks', 'chore: tidy', 'Merge branch main', 'refactor!: drop v1\n\nBREAKING CHANGE: the paths of v1 are gone'];

export const cases: Cases = {
  config: (vendor) => ({ github_url: vendor }),
  vendor: ({ path }) => (path === '/repos/acme/shop/compare/v1.4.2...main' ? { body: { commits: [{ commit: { message: 'fix: one' } }] } } : { status: 404, body: { message: 'Not Found' } }),
  steps: [
    { ask: 'query', name: 'from_commits', input: { commits, current: '1.4.2' }, gives: { version: '2.0.0', breaking: true, commits: 5 } },
    { ask: 'query', name: 'from_commits', input: { commits, current: '0.4.2' }, gives: { version: '0.5.0' } },
    { ask: 'query', name: 'from_commits', input: { commits: commits.slice(0, 2), current: 'v1.4.2' }, gives: { version: '1.5.0', breaking: false } },
    { ask: 'query', name: 'from_commits', input: { commits: [], current: 'latest' }, refuses: 'invalid' },
    { ask: 'query', name: 'from_github', input: { repository: 'acme/shop', base: 'v1.4.2', head: 'main' }, gives: { version: '1.4.3', commits: 1 } },
    { ask: 'query', name: 'from_github', input: { repository: 'acme/nothing', base: 'v1.4.2' }, refuses: 'not_found' },
  ],
};

import type { Cases } from '../cases.ts';

const input = { issue: { title: 'Fire', labels: ['hot', 'red'], size: 3 }, users: [{ name: 'Ada', admin: true }, { name: 'Grace' }], raw: '{"a":1}' };
const transform = (template: unknown, output: unknown) => ({ ask: 'query', name: 'transform', input: { template, input }, gives: { output } }) as const;

export const cases: Cases = {
  steps: [
    transform({ text: '{{issue.title}}: {{issue.size}}', size: '{{issue.size}}', none: '{{issue.nothing}}' }, { text: 'Fire: 3', size: 3 }),
    transform({ $each: 'users', $as: { who: '{{name | upper}}', role: { $if: 'admin', $then: 'admin', $else: 'user' } } }, [{ who: 'ADA', role: 'admin' }, { who: 'GRACE', role: 'user' }]),
    transform(['{{issue.labels.0}}', '{{issue.labels | count}}', '{{raw | json}}', '{{issue.labels | text}}', true, null], ['hot', 2, { a: 1 }, '["hot","red"]', true, null]),
    transform('{{constructor}}', null),
    { ask: 'query', name: 'transform', input: { template: '{{issue.title | shout}}', input }, refuses: 'invalid' },
    { ask: 'query', name: 'transform', input: { template: { $each: 'issue' }, input }, refuses: 'invalid' },
    { ask: 'query', name: 'transform', input: { template: '{{issue.title | json}}', input }, refuses: 'invalid' },
    { ask: 'query', name: 'apply', input: { name: 'mine', input: {} }, refuses: 'not_found' },
    { ask: 'action', name: 'keep', input: { name: 'mine', template: { is: '{{.}}' } }, gives: { name: 'mine' } },
    { ask: 'query', name: 'apply', input: { name: 'mine', input: 7 }, gives: { output: { is: 7 } } },
    { ask: 'query', name: 'templates', input: {}, gives: { names: ['mine'] } },
  ],
};

import type { Cases } from '../cases.ts';

export const cases: Cases = {
  config: () => ({ monthly_budget: 100, prices: { terraform_apply: 3, preview_create: 0.1 } }),
  steps: [
    { ask: 'query', name: 'estimate', input: { actions: ['terraform_apply', 'preview_create', 'preview_create', 'toString'] }, gives: { amount: 3.2, unpriced: ['toString'] } },
    { ask: 'action', name: 'record', input: { amount: 60.1, on: 'aws', month: '2026-11' }, gives: { spent: 60.1, left: 39.9, currency: 'EUR' } },
    { ask: 'action', name: 'record', input: { amount: 0.2, on: 'aws', month: '2026-11' }, gives: { spent: 60.3, by: { aws: 60.3 } } },
    { ask: 'action', name: 'record', input: { amount: 50, on: 'ci', month: '2026-11' }, gives: { spent: 110.3, left: -10.3 } },
    { ask: 'query', name: 'spend', input: { month: '2026-11' }, gives: { by: { aws: 60.3, ci: 50 } } },
    { ask: 'query', name: 'spend', input: { month: '2026-10' }, gives: { spent: 0, left: 100 } },
  ],
};

import type { Cases } from '../cases.ts';

const holidays = { name: 'Holidays', from: '2026-12-20T00:00:00Z', to: '2027-01-04T00:00:00Z', environments: ['production'] };

export const cases: Cases = {
  config: () => ({ freezes: [holidays], strict: true }),
  steps: [
    { ask: 'query', name: 'at', input: { at: '2026-12-24T18:00:00Z', environment: 'production' }, gives: { frozen: true, freezes: [{ name: 'Holidays' }] } },
    { ask: 'query', name: 'at', input: { at: '2026-12-24T18:00:00Z', environment: 'staging' }, gives: { frozen: false } },
    { ask: 'query', name: 'at', input: { at: '2027-01-04T00:00:00Z' }, gives: { frozen: false } },
    { ask: 'action', name: 'add', input: { name: 'Backwards', from: '2030-01-02T00:00:00Z', to: '2030-01-01T00:00:00Z' }, refuses: 'invalid' },
    { ask: 'action', name: 'add', input: { name: 'Audit', from: '2030-01-01T00:00:00Z', to: '2031-01-01T00:00:00Z' }, gives: { environments: [] } },
    { ask: 'query', name: 'at', input: { at: '2030-06-01T00:00:00Z', environment: 'staging' }, gives: { frozen: true, freezes: [{ name: 'Audit' }] } },
    { ask: 'query', name: 'calendar', input: {}, gives: { items: [{ name: 'Holidays' }, { name: 'Audit' }] } },
    { ask: 'action', name: 'lift', input: { name: 'Holidays' }, refuses: 'not_found' },
    { ask: 'action', name: 'lift', input: { name: 'Audit' }, gives: { name: 'Audit' } },
    { ask: 'query', name: 'at', input: { at: '2030-06-01T00:00:00Z' }, gives: { frozen: false, freezes: [] } },
  ],
};

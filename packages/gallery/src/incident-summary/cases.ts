import type { Cases } from '../cases.ts';

export const cases: Cases = {
  steps: [
    { ask: 'query', name: 'summary', input: { incident: 'inc_17' }, refuses: 'not_found' },
    { ask: 'action', name: 'note', input: { incident: 'inc_17', what: 'Rolled back', by: 'Ada', at: '2026-11-20T09:42:00Z' }, gives: { what: 'Rolled back' } },
    { ask: 'action', name: 'note', input: { incident: 'inc_17', what: 'Checkout is slow', at: '2026-11-20T09:30:00Z' }, gives: { by: 'unknown' } },
    { ask: 'action', name: 'note', input: { incident: 'inc_170', what: 'Another one', at: '2026-11-20T09:31:00Z' }, gives: {} },
    { ask: 'query', name: 'summary', input: { incident: 'inc_17' }, gives: { minutes: 12, entries: [{ what: 'Checkout is slow' }, { what: 'Rolled back' }], markdown: '# Incident inc_17\n\n2 entries in 12 minutes.\n\n- 2026-11-20 09:30 Checkout is slow (unknown)\n- 2026-11-20 09:42 Rolled back (Ada)' } },
  ],
};

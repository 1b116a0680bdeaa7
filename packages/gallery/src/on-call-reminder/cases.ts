import type { Cases } from '../cases.ts';

export const cases: Cases = {
  config: (vendor) => ({ origin: vendor, people: [{ name: 'Ada', mention: '<@U1>' }], since: '2026-01-05T09:00:00Z' }),
  secrets: (vendor) => ({ webhook_url: `${vendor}/services/T0/B0/secret` }),
  vendor: ({ path, body }) => (path === '/services/T0/B0/secret' && /^<@U1> has the pager until \d{4}-\d\d-\d\d 09:00 UTC$/.test(String((body as { text?: string }).text)) ? { body: 'ok' } : { status: 400, body: 'invalid_payload' }),
  steps: [
    { ask: 'query', name: 'who', input: { at: '2026-01-12T08:59:59Z' }, gives: { name: 'Ada', from: '2026-01-05T09:00:00.000Z', to: '2026-01-12T09:00:00.000Z', next: 'Ada' } },
    { ask: 'query', name: 'who', input: { at: '2026-01-05T08:00:00Z' }, refuses: 'invalid' },
    { ask: 'action', name: 'remind', input: {}, gives: {} },
  ],
};

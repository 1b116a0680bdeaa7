import type { Cases } from '../cases.ts';

export const cases: Cases = {
  config: (vendor) => ({ origin: vendor }),
  secrets: (vendor) => ({ webhook_url: `${vendor}/services/T0/B0/secret` }),
  vendor: ({ body }) => {
    const { text, blocks } = body as { text?: string; blocks?: { text?: { text?: string } }[] };
    return text === '2 things happened' && blocks?.[1]?.text?.text === '• 1 &lt; 2 &amp; 3\n• second' ? { body: 'ok' } : { status: 400, body: 'invalid_blocks' };
  },
  steps: [
    { ask: 'action', name: 'add', input: { text: '' }, refuses: 'invalid' },
    { ask: 'action', name: 'add', input: { text: '1 < 2 & 3' } },
    { ask: 'action', name: 'add', input: { text: 'second' } },
    { ask: 'query', name: 'preview', input: {}, gives: { counts: { note: 2 }, left_out: 0 } },
    { ask: 'action', name: 'send_now', input: {}, gives: { sent: true, lines: 2 } },
    { ask: 'action', name: 'send_now', input: {}, gives: { sent: false, lines: 0 } },
  ],
};

import type { Cases } from '../cases.ts';

interface Mail { From?: string; To?: string; Subject?: string; TextBody?: string }

export const cases: Cases = {
  config: (vendor) => ({ base_url: vendor, from: 'hub@example.com', to: ['ada@example.com', 'grace@example.com'] }),
  secrets: () => ({ server_token: 'postmark-token-1' }),
  vendor: ({ method, path, body }) => {
    const { From, To, Subject, TextBody } = body as Mail;
    const good = method === 'POST' && path === '/email' && From === 'hub@example.com' && To === 'ada@example.com,grace@example.com' && Subject === '1 thing happened' && TextBody === '1 x note\n\nOffice is closed';
    return good ? { body: { ErrorCode: 0, Message: 'OK' } } : { status: 422, body: { ErrorCode: 300, Message: 'Invalid mail' } };
  },
  steps: [
    { ask: 'action', name: 'send_now', input: {}, gives: { sent: false, lines: 0 } },
    { ask: 'action', name: 'add', input: { text: 'Office is closed' }, gives: { text: 'Office is closed' } },
    { ask: 'query', name: 'preview', input: {}, gives: { lines: ['Office is closed'], counts: { note: 1 }, left_out: 0 } },
    { ask: 'action', name: 'send_now', input: {}, gives: { sent: true, lines: 1 } },
    { ask: 'query', name: 'preview', input: {}, gives: { lines: [] } },
  ],
};

/** Takes personal data out of webhooks before anybody in the hub hears of them, and out of any JSON on request. */
import { definePlugin, query, t, type Json, type JsonObject } from '@patchbay/sdk';
import { kinds, redact } from './redact.ts';

export const plugin = definePlugin({
  id: 'patchbay/pii-redactor', version: '1.0.0', title: 'PII redactor', summary: 'Takes personal data out of webhooks and other JSON.', categories: ['data', 'governance'],
  config: t.object({ hook_secret: t.secret({ description: 'Secret (whsec_…) that the sender of the webhooks signs with.', required: false }) }),
  emits: ['redacted.*'],
  webhooks: {
    intake: {
      description: 'Webhooks by the standard scheme. Each becomes an event redacted.<type> without personal data.', verify: 'standard', secret: 'hook_secret',
      toEvents: ({ event, body }) => {
        const { output, found } = redact(body, []);
        const { type, data } = (isObject(output) ? output : {}) as { readonly type?: unknown; readonly data?: Json };
        return [{ type: `redacted.${nameOf(String(type ?? event))}`, subject: nameOf(String(type ?? event)), data: { body: data ?? output, found: { ...found } } }];
      },
    },
  },
  queries: {
    redact: query({
      title: 'Redact', description: 'Puts marks in place of e-mail addresses, cards, IBANs, phone numbers, IP addresses and named fields.', example: { input: { text: 'Ask ada@example.com' }, keep: [] },
      input: t.object({ input: t.json({ description: 'Any JSON.', examples: [{ text: 'Ask ada@example.com' }] }), keep: t.array(t.enum(kinds), { default: [], description: 'Kinds that stay.' }) }),
      output: t.object({ output: t.json(), found: t.record(t.integer(), { description: 'How many of each kind were taken out.' }) }),
      run: ({ input, keep }) => redact(input, keep) as { output: Json; found: Record<string, number> },
    }),
  },
});

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A type of the hub: words of small letters with dots between them. */
const nameOf = (type: string): string => type.toLowerCase().split('.').map((word) => word.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[^a-z]+|_+$/g, '')).filter((word) => word !== '').join('.').slice(0, 100) || 'webhook';

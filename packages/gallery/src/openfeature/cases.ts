import type { Cases } from '../cases.ts';

const flags: Readonly<Record<string, unknown>> = { 'new-checkout': true, colour: 'red' };

export const cases: Cases = {
  config: (vendor) => ({ provider: 'ofrep', base_url: vendor }),
  secrets: () => ({ token: 'ofrep-token-123456' }),
  vendor: ({ method, path, body }) => {
    const key = /^\/ofrep\/v1\/evaluate\/flags\/(.+)$/.exec(path)?.[1];
    if (key === undefined) return { status: 404, body: {} };
    const { context } = body as { context?: { targetingKey?: string } };
    if (method !== 'POST' || context?.targetingKey === undefined) return { status: 400, body: { key, errorCode: 'TARGETING_KEY_MISSING', errorDetails: 'no targeting key' } };
    if (context.targetingKey === 'mallory') return { status: 400, body: { key, errorCode: 'INVALID_CONTEXT', errorDetails: 'not for Mallory' } };
    return key in flags ? { body: { key, value: flags[key], variant: 'on', reason: 'TARGETING_MATCH' } } : { status: 404, body: { key, errorCode: 'FLAG_NOT_FOUND' } };
  },
  steps: [
    { ask: 'query', name: 'evaluate', input: { flag: 'new-checkout', targeting_key: 'ada' }, gives: { value: true, variant: 'on', reason: 'TARGETING_MATCH' } },
    { ask: 'query', name: 'evaluate', input: { flag: 'colour', targeting_key: 'ada', attributes: { country: 'AT' } }, gives: { value: 'red' } },
    { ask: 'query', name: 'evaluate', input: { flag: 'nothing', targeting_key: 'ada' }, refuses: 'not_found' },
    { ask: 'query', name: 'evaluate', input: { flag: 'colour', targeting_key: 'mallory' }, refuses: 'invalid' },
    { ask: 'query', name: 'evaluate', input: { flag: 'colour' }, refuses: 'invalid' },
  ],
};

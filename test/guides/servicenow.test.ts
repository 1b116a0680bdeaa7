import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';

interface Sent { endpoint: string; method: string; body: string; readonly headers: Record<string, string> }

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const page = readFileSync(join(import.meta.dirname, '../../docs/guides/inbound-sources.md'), 'utf8');
const script = /```js\n([^]*?)```/.exec(page)?.[1] ?? '';

/** As much of a ServiceNow instance as the script touches. */
function instance(sent: Sent[]): object {
  return {
    Class: { create: () => function Created(this: { initialize(): void }) { this.initialize(); } },
    gs: { getProperty: (name: string) => ({ 'patchbay.webhook.url': 'https://hub.example.com/hooks/src_1', 'patchbay.webhook.secret': SECRET })[name], generateGUID: () => randomBytes(16).toString('hex') },
    /** Takes its key in base64 and answers in base64. */
    GlideCertificateEncryption: class { generateMac(key: string, algorithm: string, text: string): string { return createHmac(algorithm === 'HmacSHA256' ? 'sha256' : 'none', Buffer.from(key, 'base64')).update(text).digest('base64'); } },
    sn_ws: {
      RESTMessageV2: class {
        readonly request: Sent = { endpoint: '', method: '', body: '', headers: {} };
        setEndpoint(endpoint: string): void { this.request.endpoint = endpoint; }
        setHttpMethod(method: string): void { this.request.method = method; }
        setRequestHeader(name: string, value: string): void { this.request.headers[name] = value; }
        setRequestBody(body: string): void { this.request.body = body; }
        execute(): { getStatusCode(): number } { sent.push(this.request); return { getStatusCode: () => 202 }; }
      },
    },
  };
}

test('the script for ServiceNow sends what a library for Standard Webhooks accepts', () => {
  const sent: Sent[] = [];
  const status: unknown = runInContext(`${script}\nnew PatchbayWebhook().send('incident.opened', { number: 'INC0010001', text: 'Straße' });`, createContext(instance(sent)));
  expect(status).toBe(202);
  expect(sent).toMatchObject([{ endpoint: 'https://hub.example.com/hooks/src_1', method: 'POST' }]);
  expect(new Webhook(SECRET).verify(sent[0]!.body, sent[0]!.headers)).toMatchObject({ type: 'incident.opened', data: { number: 'INC0010001' } });
});

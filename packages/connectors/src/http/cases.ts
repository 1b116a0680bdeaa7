import { createHmac } from 'node:crypto';
import type { ConnectorCases, InboundCase } from '../testing/index.ts';
import { startSystem } from './double.ts';

type Answered = { readonly status: number; readonly found: Readonly<Record<string, unknown>>; readonly headers: Readonly<Record<string, string>> };
const found = (name: string, value: unknown) => (output: unknown): boolean => (output as Answered).found[name] === value;
const order = (output: unknown): { readonly state?: string } => (output as { data: { order: { state?: string } } }).data.order;

let job = 0;
let gone = 0;

const signed: InboundCase = {
  title: 'a webhook that is signed as Standard Webhooks are',
  request({ webhook_secret }, now) {
    const body = JSON.stringify({ type: 'order.created', data: { id: '42' } });
    const key = Buffer.from(webhook_secret!.slice('whsec_'.length), 'base64');
    return { body, headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1', 'webhook-timestamp': String(now), 'webhook-signature': `v1,${createHmac('sha256', key).update(`msg_1.${now}.${body}`).digest('base64')}` } };
  },
  becomes: [{ type: 'http.webhook.received', subject: 'order.created' }],
};

const shown: InboundCase = {
  title: 'a webhook with a token in its header',
  signs: false,
  request: ({ webhook_token }) => ({ body: JSON.stringify({ event: 'build.done' }), headers: { 'content-type': 'application/json', 'x-webhook-token': webhook_token! } }),
  becomes: [{ type: 'http.webhook.received', subject: 'build.done' }],
};

export const cases: ConnectorCases = {
  start: startSystem,
  actions: {
    get: { input: { path: '/orders/{{id}}', values: { id: '42' }, extract: { state: 'data.state' } }, answers: found('state', 'open'), refused: { input: { path: '/orders/none' }, code: 'upstream.not_found' }, renews: true },
    list: { input: { path: '/orders', items: 'orders', paging: { by: 'link' }, limit: 205 }, answers: (output) => (output as { items: unknown[] }).items.length === 205, refused: { input: { path: '/orders', query: { size: 500 } }, code: 'upstream.invalid' }, renews: true },
    poll: { input: () => ({ path: `/jobs/${++job}`, until: { at: 'state', is: ['done'] }, failed: { at: 'state', is: ['failed'] }, every_seconds: 1, for_seconds: 5 }), answers: (output) => (output as { looks: number }).looks === 3, refused: { input: { path: '/jobs/broken', until: { at: 'state', is: ['done'] }, failed: { at: 'state', is: ['failed'] } }, code: 'upstream.conflict' }, renews: true },
    graphql_query: { input: { path: '/graphql', query: 'query ($id: ID!) { order(id: $id) { state } }', variables: { id: '7' } }, answers: (output) => order(output).state !== undefined, refused: { input: { path: '/graphql', query: '{ order { state } }', variables: { id: 'none' } }, code: 'upstream.not_found' }, renews: true },
    send: { input: { path: '/orders', json: { customer: '{{customer}}', lines: '{{lines}}' }, values: { customer: 'acme', lines: 2 }, success: { statuses: [201], at: 'state', is: ['open'] }, extract: { state: 'state' }, once: true }, answers: found('state', 'open'), refused: { input: { path: '/orders', json: { customer: 'acme', lines: 'two' } }, code: 'upstream.invalid' }, renews: true },
    delete: { input: () => ({ path: `/orders/${100 + ++gone}` }), answers: (output) => (output as Answered).status === 204, refused: { input: { path: '/orders/none' }, code: 'upstream.not_found' }, renews: true },
    upload: { input: { path: '/files', fields: { folder: 'reports' }, files: [{ name: 'file', filename: 'report.txt', type: 'text/plain', text: 'All is well.' }], extract: { size: 'size' } }, answers: (output) => Number((output as Answered).found['size']) > 100, refused: { input: { path: '/files', files: [{ name: 'other', filename: 'report.txt', text: 'x' }] }, code: 'upstream.invalid' }, renews: true },
    graphql_mutate: { input: { path: '/graphql', query: 'mutation ($id: ID!) { order(id: $id) { state } }', variables: { id: '8' } }, answers: (output) => order(output).state === 'cancelled', refused: { input: { path: '/graphql', query: 'mutation { order { state } }', variables: { id: 'none' } }, code: 'upstream.not_found' }, renews: true },
  },
  inbound: [signed, shown],
};

/** A team's part of a hub: a project with its staging, a signed webhook whose secret is encrypted in the state, and a rule. */
import * as pulumi from '@pulumi/pulumi';
import * as patchbay from '@patchbay/pulumi';

const config = new pulumi.Config();

const shop = new patchbay.Project('shop', {
  slug: 'shop', name: 'Web shop',
  repository: { provider: 'github', owner: 'acme', name: 'shop' },
});

const staging = new patchbay.Environment('staging', {
  project: shop.id, slug: 'staging', name: 'Staging', tier: 'staging',
  protection: { approvals: 1 }, variables: { REGION: 'eu' },
});

const orderPaid = new patchbay.EventType('order-paid', {
  name: 'order.paid', description: 'An order was paid.', enforcement: 'reject',
  schema: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer' } } },
});

const billing = new patchbay.Endpoint('billing', {
  name: 'billing', url: 'https://billing.example.com/hooks', project: shop.id,
  eventTypes: [orderPaid.name, 'deployment.*'], filter: { 'data.amount': { $gt: 100 } }, retry: { delays: [5, 60, 600] },
  signingSecret: config.requireSecret('signingSecret'),
});

new patchbay.Rule('announce', {
  name: 'announce-large-orders', eventTypes: [orderPaid.name], kind: 'action', scopes: ['event:write'],
  action: { action: 'event_publish', input: { type: 'order.large', subject: '{{event.subject}}', data: { of: '{{event.id}}' } } },
});

// For whoever deploys: shown once, and from then on only in the state, encrypted.
const deployer = new patchbay.ApiKey('deployer', { name: 'deployer', scopes: ['deployment:write'] });

export const environment = staging.id;
export const deployKey = deployer.key;
export const endpoints = patchbay.getEndpointsOutput({ project: shop.id }, { dependsOn: [billing] }).items.apply((all) => all.map(({ name }) => name));

/** A team's part of a hub: a project with its production, two webhooks, and whoever hears of what failed. */
import { App, TerraformOutput, TerraformStack } from 'cdktn';
import type { Construct } from 'constructs';
import { Announcement, DeliveryEnvironment, EventType, HubProvider, Project, Webhook } from '@patchbay/cdktn';

class Shop extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new HubProvider(this, 'hub', { approvalWait: 600 }); // PATCHBAY_URL and PATCHBAY_KEY say which hub, and as whom

    const shop = new Project(this, 'shop', { slug: 'shop', name: 'Web shop', repository: { provider: 'github', owner: 'acme', name: 'shop' } });
    const paid = new EventType(this, 'order_paid', { name: 'order.paid', description: 'An order was paid.' });

    // Its receiver verifies with a public key: there is nothing to keep secret.
    const ledger = new Webhook(this, 'ledger', { url: 'https://ledger.example.com/hooks', project: shop.id, eventTypes: [paid.name], filter: { 'data.amount': { $gt: 100 } } });

    // This one shares a secret with the hub. The run is asked for it (TF_VAR_billing_signing_secret), and the environment below hands it to the receiver.
    const billing = new Webhook(this, 'billing', { url: 'https://billing.example.com/hooks', project: shop.id, eventTypes: [paid.name], verifiedBy: { keptAs: 'billing/webhook-secret' } });

    const production = new DeliveryEnvironment(this, 'production', {
      project: shop, tier: 'production', protection: { approvals: 1, refs: ['refs/heads/main'] },
      secretVariables: { WEBHOOK_SECRET: billing.secretName },
      pipeline: { github: { owner: 'acme', repository: 'shop', workflow: 'deploy.yml' }, inputs: { version: '{{version}}' } },
      login: { audience: 'https://hub.example.com', github: { repositoryId: '123456', environment: 'production' } },
    });

    new Announcement(this, 'failed-deploys', {
      on: ['deployment.failed'], project: shop.id, to: [{ channel: 'slack', recipients: ['C0123456789'] }],
      message: { title: '{{ event.subject }} could not be deployed', facts: [{ name: 'Version', value: '{{ data.version }}' }] },
    });

    new TerraformOutput(this, 'ledger_public_key', { value: ledger.publicKey });
    new TerraformOutput(this, 'environment', { value: production.environment.id });
  }
}

const app = new App({ context: { targetVersions: { terraform: '>=1.11' } } }); // write-only secrets need it
new Shop(app, 'shop');
app.synth();

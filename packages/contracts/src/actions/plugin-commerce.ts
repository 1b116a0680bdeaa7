/** Plugins that cost something: what was bought, what was sold, and who gets what of it. The payment provider is a connector like any other. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { ledgerEntry } from '../records/ledger-entry.ts';
import { payout } from '../records/payout.ts';
import { pluginEntitlement } from '../records/plugin-entitlement.ts';

const reference = z.string().min(1).max(200).regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'expected printable ASCII').meta({ description: 'What you call it, such as the id of the payment: told again, it counts once.', examples: ['pi_3Nxyz'] });
const amount = z.int().min(1).max(1_000_000_000_000);
const currency = z.string().regex(/^[A-Z]{3}$/, 'expected three capital letters, such as EUR').meta({ description: 'ISO 4217.', examples: ['EUR'] });
const publisher = z.string().min(1).max(80).regex(/^[a-z0-9][a-z0-9-]*$/, 'expected a namespace of plugins').meta({ description: 'Who is paid.', examples: ['acme'] });
/** Its place in the log is known once it is on disk. */
const entry = schemasOf(ledgerEntry).view.omit({ seq: true, hash: true });
const write = { safety: 'moderate', scope: 'ledger_entry:write', dryRun: true } as const;

export const pluginEntitlementAdd = defineAction({
  id: 'plugin_entitlement_add', title: 'Add an entitlement', description: 'Takes in what this tenant bought of a plugin: a statement that its publisher signed for this tenant. It is checked here, and asks nobody.', safety: 'moderate', scope: 'plugin_entitlement:write', dryRun: true,
  failures: ['license.refused', 'plugin.not_found', 'plugin.ambiguous', 'resource.conflict'],
  input: z.strictObject({ entitlement: z.string().min(1).max(100_000).meta({ description: 'The Sigstore bundle from `patchbay plugin entitle`.', examples: ['{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'] }) }),
  output: schemasOf(pluginEntitlement).view, route: { method: 'POST', path: '/v1/plugin_entitlements' },
});

export const pluginSaleRecord = defineAction({
  id: 'plugin_sale_record', title: 'Record a sale', description: 'Enters a sale of a plugin into the ledger and divides it between its publisher and the marketplace. Nothing of it is lost by rounding.', ...write,
  failures: ['plugin.not_found', 'plugin.ambiguous', 'ledger.reference_reused', 'resource.conflict'],
  input: z.strictObject({
    reference, plugin: z.string().min(1).max(200).meta({ description: 'The plugin.', examples: ['acme/weather'] }), plan: z.string().min(1).max(80).optional().meta({ description: 'The plan, as the plugin declares it.', examples: ['pro'] }),
    customer: z.string().min(1).max(200).optional().meta({ description: 'Who bought it.', examples: ['ten_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), amount: amount.meta({ description: 'What was paid, in the smallest coin: 1900 are 19 euros.', examples: [1900] }), currency,
    publisher_share: z.int().min(0).max(10_000).optional().meta({ description: 'What the publisher gets, in hundredths of a percent; what the hub is configured to give, if absent.', examples: [8000] }),
  }),
  output: entry, route: { method: 'POST', path: '/v1/plugin_sales' },
});

export const pluginRefundRecord = defineAction({
  id: 'plugin_refund_record', title: 'Record a refund', description: 'Enters a refund: the sale is reversed, whole or in part, by the shares it was divided by.', ...write,
  failures: ['ledger.not_found', 'ledger.too_much', 'ledger.reference_reused', 'resource.conflict'],
  input: z.strictObject({ reference, sale: z.string().min(1).max(200).meta({ description: 'Reference of the sale.', examples: ['pi_3Nxyz'] }), amount: amount.optional().meta({ description: 'How much goes back; all that is left of it, if absent.', examples: [500] }) }),
  output: entry, route: { method: 'POST', path: '/v1/plugin_refunds' },
});

export const payoutCreate = defineAction({
  id: 'payout_create', title: 'Create a payout', description: 'Draws up the statement of a publisher and sets aside what it is owed. Pay it with your payment provider, then settle it.', safety: 'moderate', scope: 'payout:write', dryRun: true,
  failures: ['payout.nothing_due', 'payout.open', 'ledger.reference_reused', 'resource.conflict'],
  input: z.strictObject({ reference, publisher, currency, minimum: amount.default(1).meta({ description: 'Pay nothing below this.', examples: [5000] }) }),
  output: schemasOf(payout).view, route: { method: 'POST', path: '/v1/payouts' },
});

export const payoutSettle = defineAction({
  id: 'payout_settle', title: 'Settle a payout', description: 'Says what came of a payout: the money arrived, or it came back and is owed again.', safety: 'moderate', scope: 'payout:write', dryRun: true,
  failures: ['resource.not_found', 'payout.settled', 'resource.conflict'],
  input: z.strictObject({ id: z.string().min(1).max(64).meta({ description: 'Id of the payout.', examples: ['pay_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), outcome: z.enum(['paid', 'failed']).meta({ description: 'What came of it.', examples: ['paid'] }), paid_with: z.string().min(1).max(200).optional().meta({ description: 'What the payment is called where it was made.', examples: ['po_1Nxyz'] }) }),
  output: schemasOf(payout).view, route: { method: 'POST', path: '/v1/payouts/{id}/settle' },
});

const account = z.object({ account: z.string().meta({ description: 'The account.', examples: ['publisher/acme'] }), currency: z.string().meta({ description: 'Currency.', examples: ['EUR'] }), balance: z.int().meta({ description: 'Debits less credits, in the smallest coin. What a publisher is owed stands below zero.', examples: [-152_000] }) });

export const ledgerVerify = defineAction({
  id: 'ledger_verify', title: 'Verify the ledger', description: 'Reads the whole ledger: whether every entry adds up to zero, whether none was changed or taken out, and what stands on each account.', safety: 'safe', scope: 'ledger_entry:read',
  input: z.strictObject({}),
  output: z.object({
    balanced: z.boolean().meta({ description: 'Whether every entry adds up to zero.', examples: [true] }), intact: z.boolean().meta({ description: 'Whether the chain of hashes is whole.', examples: [true] }),
    entries: z.int().meta({ description: 'Entries that were read.', examples: [212] }), broken_at: z.int().nullable().meta({ description: 'Place of the first entry that is wrong.', examples: [null] }), accounts: z.array(account).meta({ description: 'All accounts, by name.' }),
  }),
  route: { method: 'GET', path: '/v1/ledger' },
});

import { z } from 'zod';
import { instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

const money = z.int();

export const payout = defineRecord({
  name: 'payout',
  plural: 'payouts',
  prefix: 'pay',
  title: 'Payout',
  description: 'The statement of what a publisher is paid: what was open, earned, refunded and paid before, in whole units of the smallest coin.',
  fields: {
    publisher: z.string().meta({ description: 'Who is paid.', examples: ['acme'] }),
    currency: z.string().meta({ description: 'Currency.', examples: ['EUR'] }),
    number: z.int().meta({ description: 'The how manieth statement of this publisher in this currency.', examples: [3] }),
    reference: z.string().meta({ description: 'What it was called by who asked for it.', examples: ['2030-01 acme'] }),
    status: z.enum(['open', 'paid', 'failed']).meta({ description: 'Whether the money arrived. Failed: it is owed again.', examples: ['open'] }),
    opening: money.meta({ description: 'What was owed at the end of the statement before.', examples: [0] }),
    earned: money.meta({ description: 'Shares of sales since then.', examples: [152_000] }),
    refunded: money.meta({ description: 'Shares that went back with refunds.', examples: [1520] }),
    paid: money.meta({ description: 'Paid out since the statement before, less what came back.', examples: [0] }),
    amount: money.meta({ description: 'What this payout pays: opening + earned − refunded − paid.', examples: [150_480] }),
    sales: z.int().meta({ description: 'How many sales that were.', examples: [100] }),
    refunds: z.int().meta({ description: 'How many refunds.', examples: [1] }),
    until_seq: z.int().meta({ description: 'The last entry of the ledger that was looked at.', examples: [212] }),
    paid_with: z.string().optional().meta({ description: 'What the payment is called where it was made.', examples: ['po_1Nxyz'] }),
    settled_at: instant.optional().meta({ description: 'When it was paid, or failed.' }),
  },
  indexed: ['publisher', 'currency', 'status', 'reference'],
});

import { z } from 'zod';
import { defineRecord } from '../resource.ts';

/** `stored` is a hash-chained log: an entry never changes, and what was wrong is put right by another one. */
export const ledgerEntry = defineRecord({
  name: 'ledger_entry',
  plural: 'ledger_entries',
  prefix: 'led',
  title: 'Ledger entry',
  description: 'Money that moved between accounts of the marketplace, in whole units of the smallest coin. The lines of an entry add up to zero.',
  fields: {
    reference: z.string().meta({ description: 'What it was called by who told it: counted once.', examples: ['pi_3Nxyz'] }),
    kind: z.enum(['sale', 'refund', 'payout', 'payout_settled', 'payout_failed']).meta({ description: 'What happened.', examples: ['sale'] }),
    publisher: z.string().meta({ description: 'Whose plugin it is.', examples: ['acme'] }),
    plugin: z.string().optional().meta({ description: 'Of a sale or its refund: the plugin.', examples: ['acme/weather'] }),
    plan: z.string().optional().meta({ description: 'The plan that was bought.', examples: ['pro'] }),
    customer: z.string().optional().meta({ description: 'Who bought it.', examples: ['ten_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    currency: z.string().meta({ description: 'Currency.', examples: ['EUR'] }),
    amount: z.int().meta({ description: 'How much it is about.', examples: [1900] }),
    publisher_share: z.int().optional().meta({ description: 'Of a sale: what the publisher gets of it, in hundredths of a percent.', examples: [8000] }),
    reverses: z.string().optional().meta({ description: 'Of a refund: the reference of its sale.', examples: ['pi_3Nxyz'] }),
    lines: z.array(z.object({
      account: z.string().meta({ description: 'cash, revenue, clearing or publisher/<name>.', examples: ['publisher/acme'] }),
      amount: z.int().meta({ description: 'Above zero it is debited, below credited.', examples: [-1520] }),
    })).meta({ description: 'The accounts it moved between.' }),
    seq: z.int().meta({ description: 'Its place in the ledger of the tenant, from 1, without gaps.', examples: [1] }),
    hash: z.string().meta({ description: 'sha256 over the hash before and this entry’s id, time and stored text.' }),
  },
  indexed: ['reference', 'kind', 'publisher', 'plugin', 'currency'],
});

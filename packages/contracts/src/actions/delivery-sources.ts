import { z } from 'zod';
import { defineAction } from '../action.ts';

export const deliverySources = defineAction({
  id: 'delivery_sources',
  title: 'Where deliveries come from',
  description: 'The addresses that webhooks of this hub come from, for receivers that filter, and what the hub demands of them.',
  safety: 'safe',
  scope: 'endpoint:read',
  input: z.strictObject({}),
  output: z.object({
    addresses: z.array(z.string()).meta({ description: 'As whoever runs the hub documents them; empty if they did not.', examples: [['203.0.113.7']] }),
    https_only: z.boolean().meta({ description: 'Whether receivers have to speak https.', examples: [false] }),
    proxied: z.boolean().meta({ description: 'Whether they come through a forward proxy.', examples: [false] }),
  }),
});

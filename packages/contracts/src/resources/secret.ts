import { z } from 'zod';
import { immutable, secret as writeOnly } from '../field.ts';
import { defineResource } from '../resource.ts';

export const secret = defineResource({
  name: 'secret',
  plural: 'secrets',
  prefix: 'sec',
  title: 'Secret',
  description: 'A named value that configuration refers to and nobody reads back. Each new value is a new version.',
  fields: {
    name: immutable(z.string().min(1).max(120).regex(/^[A-Za-z][A-Za-z0-9_./-]*$/, 'expected a letter, then letters, digits and _ . / -'))
      .meta({ description: 'What configuration calls it, unique in the tenant.', examples: ['slack/bot-token'] }),
    description: z.string().max(1000).optional().meta({ description: 'What it is for.', examples: ['Bot token of the deploy channel'] }),
    store: immutable(z.enum(['hub', 'vault', 'aws_secrets_manager'])).default('hub').meta({ description: 'Where the value is kept.', examples: ['hub'] }),
    value: writeOnly(z.string().min(1).max(65_536)).meta({ writeOnly: true, description: 'The value. It is sealed at once and never shown.', examples: ['xoxb-example'] }),
  },
  computed: { value_version: z.int().meta({ readOnly: true, description: 'Grows with each new value.' }) },
  key: ['name'],
  deletion: 'destructive',
});

import { z } from 'zod';
import { immutable, name, slug } from '../field.ts';
import { defineResource } from '../resource.ts';

export const tenant = defineResource({
  name: 'tenant',
  plural: 'tenants',
  prefix: 'ten',
  title: 'Tenant',
  description: 'A walled part of the hub with its own resources, keys, secrets and audit trail. It belongs to the tenant that created it.',
  fields: {
    slug: immutable(slug).meta({ description: 'Short name, unique among the tenants of its creator.', examples: ['payments'] }),
    name: name.meta({ description: 'Name for people.', examples: ['Payments'] }),
    rate_limit: z.int().min(1).max(10_000_000).optional().meta({ description: 'Calls per minute of all its principals together; the hub’s default, if absent.', examples: [60_000] }),
  },
  key: ['slug'],
  deletion: 'destructive',
});

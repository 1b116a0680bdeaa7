import { z } from 'zod';
import { httpUrl, immutable, name, network, PRINTABLE, secret, setOf, slug } from '../field.ts';
import { defineResource } from '../resource.ts';

/** It only narrows what the operator allows, and it is the parent's to say. */
const egress = z.strictObject({
  allow: setOf(network).max(100).default([]).meta({ description: 'Networks that its endpoints may lead to, and no others; empty for all that the hub allows.', examples: [['203.0.113.0/24']] }),
  deny: setOf(network).max(100).default([]).meta({ description: 'Networks that its endpoints may never lead to.', examples: [['198.51.100.0/24']] }),
  https_only: z.boolean().default(false).meta({ description: 'Whether plain http is refused.', examples: [true] }),
  proxy: httpUrl.optional().meta({ description: 'A forward proxy that its deliveries take, at an address that the hub may reach.', examples: ['http://proxy.example.com:3128'] }),
});

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
    egress: egress.optional().meta({ description: 'Where its webhooks may go. A change counts within a minute.', examples: [{ https_only: true }] }),
    egress_proxy_authorization: secret(z.string().min(1).max(2048).regex(PRINTABLE, 'expected printable characters')).optional().meta({ description: 'What the proxy is shown as Proxy-Authorization.', examples: ['Basic dXNlcjpwYXNz'] }),
  },
  check: ({ egress: way, egress_proxy_authorization: shown }) => (shown !== undefined && way?.proxy === undefined ? [{ path: 'egress_proxy_authorization', message: 'there is no egress.proxy that it could be shown to' }] : []),
  key: ['slug'],
  deletion: 'destructive',
});

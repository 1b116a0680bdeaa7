import { z } from 'zod';
import { httpUrl, immutable, instant, name, prose, secret, setOf, slug } from '../field.ts';
import { defineResource } from '../resource.ts';

export const registry = defineResource({
  name: 'registry',
  plural: 'registries',
  prefix: 'reg',
  title: 'Registry',
  description: 'Another hub whose plugins can be installed here. Its signed list is followed, its packages are verified as if they were published here, and what is taken back there stops here.',
  fields: {
    name: immutable(name).meta({ description: 'What it is called, unique in the tenant.', examples: ['headquarters'] }),
    description: prose.optional().meta({ description: 'Whose it is.', examples: ['The hub of the platform team'] }),
    url: httpUrl.optional().meta({ description: 'Where that hub is. Without one nothing is fetched: bundles are brought by hand.', examples: ['https://hub.example.com'] }),
    token: secret(z.string().min(1).max(4096)).optional().meta({ writeOnly: true, description: 'A key of that hub with the scope plugin_release:read.', examples: ['pb_example'] }),
    public_key: z.string().min(40).max(60).regex(/^[A-Za-z0-9+/]{43}=$/, 'expected an Ed25519 key: base64 of 32 bytes').meta({ description: 'The key that signs its list; `plugin_index` of that hub shows it. Compare it by another way.', examples: ['qA7c0dSbKxgGgYXT1zRrgoVBVHFYl3Kq4yQoJIXbZzs='] }),
    namespaces: setOf(slug).max(200).default([]).meta({ description: 'Publishers whose plugins are taken over; of all, if none is named.', examples: [['acme']] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, nothing is fetched from there. What is here stays.', examples: [true] }),
  },
  computed: {
    status: z.enum(['waiting', 'current', 'stale', 'refused', 'unreachable']).meta({ readOnly: true, description: 'waiting for its first list, current, stale: the list ran out, refused: the last list was not believed, or unreachable.', examples: ['current'] }),
    problem: z.string().nullable().meta({ readOnly: true, description: 'Why the last list or one of its packages was not taken.', examples: [null] }),
    index_version: z.int().nullable().meta({ readOnly: true, description: 'Version of the list that counts here. It only grows.', examples: [17] }),
    index_expires_at: instant.nullable().meta({ readOnly: true, description: 'Until when that list counts.', examples: ['2030-01-02T00:00:00.000Z'] }),
    releases: z.int().meta({ readOnly: true, description: 'Releases that are on it.', examples: [12] }),
  },
  key: ['name'],
  indexed: ['enabled'],
});

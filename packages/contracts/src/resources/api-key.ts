import { z } from 'zod';
import { immutable, instant, name, reference, scope, setOf, uid } from '../field.ts';
import { defineResource } from '../resource.ts';

export const apiKey = defineResource({
  name: 'api_key',
  plural: 'api_keys',
  prefix: 'key',
  title: 'API key',
  description: 'A credential for a program or a person. The key itself is shown once, when it is created, and kept as a hash.',
  fields: {
    name: name.meta({ description: 'What it is for, unique in the tenant.', examples: ['ci-deploy'] }),
    scopes: immutable(setOf(scope).min(1).max(100))
      .meta({ description: 'What it may do; never more than its creator may.', examples: [['project:read', 'project:write']] }),
    expires_at: immutable(instant).optional().meta({ description: 'When it stops working; never, if absent.', examples: ['2030-01-01T00:00:00.000Z'] }),
    project: immutable(reference('project', 'prj')).optional().meta({ description: 'Only for this project. Such a key is taken where one project is all there is to see, at /api/v1, and nowhere else.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    feature_flags: immutable(setOf(uid).max(100)).optional().meta({ description: 'Of a key for one project: it sees event types behind these flags.', examples: [['beta-builds']] }),
    rate_limit: z.int().min(1).max(1_000_000).optional().meta({ description: 'Calls per minute; the hub’s default, if absent.', examples: [600] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, it is refused as if it did not exist.', examples: [true] }),
  },
  computed: {
    prefix: z.string().meta({ readOnly: true, description: 'The beginning of the key, to recognise it by.', examples: ['pb_3kx9'] }),
    issued_by: z.string().meta({ readOnly: true, description: 'The principal that created it.' }),
    last_used_at: instant.nullable().meta({ readOnly: true, description: 'When it was used last, to the minute; null before its first use.' }),
  },
  once: { key: z.string().meta({ readOnly: true, description: 'The key. It is shown only here.' }) },
  key: ['name'],
});

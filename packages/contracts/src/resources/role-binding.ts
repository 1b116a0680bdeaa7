import { z } from 'zod';
import { immutable, PRINTABLE, scope, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';
import { roles } from '../role.ts';

export const roleBinding = defineResource({
  name: 'role_binding',
  plural: 'role_bindings',
  prefix: 'rb',
  title: 'Role binding',
  description: 'Gives a principal or a group a role in this tenant. A principal of another tenant becomes a member by it.',
  fields: {
    subject_kind: immutable(z.enum(['principal', 'group'])).meta({ description: 'Whether the subject is one principal or a group of the identity provider.', examples: ['principal'] }),
    subject: immutable(z.string().min(1).max(255).regex(PRINTABLE, 'expected printable characters')).meta({ description: 'Id of the principal, or name of the group.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    role: z.enum(roles).meta({ description: 'What it may do.', examples: ['operator'] }),
    scopes: setOf(scope).max(100).default([]).meta({ description: 'Of a custom role: its scopes.', examples: [['project:read']] }),
  },
  key: ['subject_kind', 'subject', 'role'],
  indexed: ['subject'],
  check: ({ role, scopes }) => (role === 'custom') === scopes.length > 0 ? [] : [{ path: 'scopes', message: 'a custom role needs scopes, and only a custom role has them' }],
});

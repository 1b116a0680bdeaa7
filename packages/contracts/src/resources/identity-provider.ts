import { z } from 'zod';
import { belongs } from '../cross-field.ts';
import { httpUrl, immutable, name, scope, seconds, secret, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';
import { roles } from '../role.ts';

const claimName = z.string().min(1).max(255);

const oidc = z.strictObject({
  issuer: httpUrl.meta({ description: 'The issuer, letter for letter as in `iss`.', examples: ['https://login.example.com'] }),
  client_id: z.string().min(1).max(255).meta({ description: 'The client that the hub is there.', examples: ['patchbay'] }),
  scopes: setOf(z.string().min(1).max(120)).max(20).default(['email', 'openid', 'profile']).meta({ description: 'Scopes to ask for.', examples: [['openid', 'profile', 'email', 'groups']] }),
  subject_claim: claimName.default('sub').meta({ description: 'What names a person for good.', examples: ['sub'] }),
  email_claim: claimName.default('email').meta({ description: 'Where the mail address is.', examples: ['email'] }),
  groups_claim: claimName.default('groups').meta({ description: 'Where the groups are.', examples: ['groups'] }),
  email_domains: setOf(z.string().min(1).max(255)).max(50).default([]).meta({ description: 'Only people with a verified address in one of these may sign in. Empty: all.', examples: [['example.com']] }),
});

const ldap = z.strictObject({
  url: z.url({ protocol: /^ldaps?$/, hostname: /.+/ }).max(2048).meta({ description: 'The server.', examples: ['ldaps://ldap.example.com'] }),
  start_tls: z.boolean().default(true).meta({ description: 'Whether a plain connection is upgraded to TLS before anything is sent.', examples: [true] }),
  ca_certificate: z.string().min(1).max(32_768).optional().meta({ description: 'Certificate of the authority that signed the server’s, PEM.', examples: ['-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n'] }),
  bind_dn: z.string().min(1).max(1024).meta({ description: 'Who the hub is there. Its password is `bind_password`.', examples: ['cn=patchbay,ou=services,dc=example,dc=com'] }),
  user_base: z.string().min(1).max(1024).meta({ description: 'Where people are looked for.', examples: ['ou=people,dc=example,dc=com'] }),
  user_filter: z.string().min(1).max(1024).default('(uid={{login}})').meta({ description: 'How a person is found by what they typed.', examples: ['(&(objectClass=person)(mail={{login}}))'] }),
  group_base: z.string().min(1).max(1024).optional().meta({ description: 'Where groups are looked for.', examples: ['ou=groups,dc=example,dc=com'] }),
  group_filter: z.string().min(1).max(1024).default('(member={{dn}})').meta({ description: 'How the groups of a person are found.', examples: ['(member={{dn}})'] }),
  name_attribute: claimName.default('cn').meta({ description: 'Where the name is.', examples: ['cn'] }),
  email_attribute: claimName.default('mail').meta({ description: 'Where the mail address is.', examples: ['mail'] }),
});

const grant = z.strictObject({
  group: z.string().min(1).max(255).meta({ description: 'Group at the identity provider.', examples: ['platform-team'] }),
  role: z.enum(roles).meta({ description: 'What its members may do.', examples: ['operator'] }),
  scopes: setOf(scope).max(100).default([]).meta({ description: 'Of a custom role: its scopes.', examples: [['project:read']] }),
});

export const identityProvider = defineResource({
  name: 'identity_provider',
  plural: 'identity_providers',
  prefix: 'idp',
  title: 'Identity provider',
  description: 'Lets people sign in with OpenID Connect or LDAP, and gives them roles by their groups.',
  state: 'planned',
  fields: {
    name: name.meta({ description: 'What the sign-in page shows, unique in the tenant.', examples: ['Example login'] }),
    kind: immutable(z.enum(['oidc', 'ldap'])).meta({ description: 'OpenID Connect or LDAP.', examples: ['oidc'] }),
    oidc: oidc.optional().meta({ description: 'Of oidc: the issuer and the client.', examples: [{ issuer: 'https://login.example.com', client_id: 'patchbay' }] }),
    ldap: ldap.optional().meta({ description: 'Of ldap: the server and where to look.', examples: [{ url: 'ldaps://ldap.example.com', bind_dn: 'cn=patchbay,dc=example,dc=com', user_base: 'ou=people,dc=example,dc=com' }] }),
    client_secret: secret(z.string().min(1).max(4096)).optional().meta({ description: 'Of oidc: the client’s secret; none for a public client.', examples: ['client-secret'] }),
    bind_password: secret(z.string().min(1).max(4096)).optional().meta({ description: 'Of ldap: the password of `bind_dn`.', examples: ['bind-password'] }),
    grants: z.array(grant).max(500).default([]).meta({ description: 'Which group gets which role.', examples: [[{ group: 'platform-team', role: 'operator' }]] }),
    default_role: z.enum(['none', 'viewer', 'operator']).default('none').meta({ description: 'What somebody without any of these groups gets; with none they can’t sign in.', examples: ['viewer'] }),
    session_lifetime: seconds.min(300).max(2_592_000).default(43_200).meta({ description: 'Seconds until one has to sign in again.', examples: [43_200] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, nobody signs in with it.', examples: [true] }),
  },
  computed: {
    callback_url: z.string().nullable().meta({ readOnly: true, description: 'Of oidc: the redirect URL to register.', examples: ['https://hub.example.com/signin/idp_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  },
  key: ['name'],
  indexed: ['kind', 'enabled'],
  check: ({ kind, oidc, ldap, client_secret, bind_password, grants }) => [
    ...belongs({ oidc, ldap }, 'kind', kind, { oidc: ['oidc'], ldap: ['ldap'] }),
    ...(kind !== 'oidc' && client_secret !== undefined ? [{ path: 'client_secret', message: 'client_secret belongs to kind oidc' }] : []),
    ...(kind === 'ldap' ? (bind_password === undefined ? [{ path: 'bind_password', message: 'kind ldap needs bind_password' }] : []) : bind_password === undefined ? [] : [{ path: 'bind_password', message: 'bind_password belongs to kind ldap' }]),
    ...grants.flatMap(({ role, scopes }, index) => ((role === 'custom') === scopes.length > 0 ? [] : [{ path: `grants.${index}.scopes`, message: 'a custom role needs scopes, and only a custom role has them' }])),
  ],
});

import { z } from 'zod';
import { httpUrl, name, prose, scope, seconds, setOf } from '../field.ts';
import { defineResource } from '../resource.ts';

const claim = z.strictObject({
  claim: z.string().min(1).max(255).meta({ description: 'Name of the claim; a JSON pointer, starting with /, for one that is nested.', examples: ['repository_id'] }),
  values: setOf(z.string().min(1).max(512)).min(1).max(50).meta({ description: 'One of these it must be. Numbers and booleans are compared as text.', examples: [['123456']] }),
  match: z.enum(['exact', 'glob']).default('exact').meta({ description: 'Whether * in a value stands for any part.', examples: ['exact'] }),
});

const publicKey = z.strictObject({
  kid: z.string().min(1).max(255).meta({ description: 'Id of the key.', examples: ['2030-01'] }),
  kty: z.enum(['RSA', 'EC', 'OKP']).meta({ description: 'Kind of key.', examples: ['RSA'] }),
  alg: z.string().max(16).optional().meta({ description: 'Algorithm.', examples: ['RS256'] }),
  use: z.literal('sig').optional().meta({ description: 'What it is for, as issuers publish it: signatures.', examples: ['sig'] }),
  n: z.string().max(2048).optional().meta({ description: 'Of RSA: the modulus, base64url.', examples: ['sXch'] }),
  e: z.string().max(16).optional().meta({ description: 'Of RSA: the exponent, base64url.', examples: ['AQAB'] }),
  crv: z.string().max(16).optional().meta({ description: 'Of EC and OKP: the curve.', examples: ['P-384'] }),
  x: z.string().max(255).optional().meta({ description: 'Of EC and OKP: x, base64url.', examples: ['f83O'] }),
  y: z.string().max(255).optional().meta({ description: 'Of EC: y, base64url.', examples: ['x_FE'] }),
});

export const trustPolicy = defineResource({
  name: 'trust_policy',
  plural: 'trust_policies',
  prefix: 'trust',
  title: 'Trust policy',
  description: 'Keyless login: a job of this CI system, with these claims, gets these scopes for a short time. No key is stored anywhere.',
  fields: {
    name: name.meta({ description: 'What it is called, unique in the tenant.', examples: ['shop-production'] }),
    description: prose.optional().meta({ description: 'Whom it lets in.', examples: ['Deploy jobs of acme/shop on main'] }),
    provider: z.enum(['github', 'gitlab', 'jenkins', 'azure_devops', 'aws', 'other']).meta({ description: 'The CI system; it decides which claims are safe to bind to.', examples: ['github'] }),
    issuer: httpUrl.meta({ description: 'Who signs the tokens, letter for letter as in `iss`.', examples: ['https://token.actions.githubusercontent.com'] }),
    audiences: setOf(z.string().min(1).max(2048)).min(1).max(10).meta({ description: 'Audiences that are accepted.', examples: [['https://hub.example.com/acme']] }),
    algorithms: setOf(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'])).min(1).default(['RS256']).meta({ description: 'Signature algorithms that are accepted.', examples: [['RS256']] }),
    jwks_url: httpUrl.optional().meta({ description: 'Where the issuer’s keys are; found by discovery, if absent.', examples: ['https://gitlab.example.com/oauth/discovery/keys'] }),
    jwks: z.array(publicKey).max(20).default([]).meta({ description: 'The issuer’s public keys, for one that the hub can’t reach. Nothing is fetched then.', examples: [[{ kid: '2030-01', kty: 'RSA', n: 'sXch', e: 'AQAB' }]] }),
    claims: z.array(claim).min(1).max(50).meta({ description: 'All of these must hold. Bind to ids, not to names, which can be taken over.', examples: [[{ claim: 'repository_id', values: ['123456'] }, { claim: 'environment', values: ['production'] }]] }),
    scopes: setOf(scope).min(1).max(100).meta({ description: 'What the job may do; never more than who declares this may.', examples: [['deployment:write', 'event:write']] }),
    lifetime: seconds.min(60).max(3600).default(900).meta({ description: 'Seconds that the hub’s token lives.', examples: [900] }),
    max_age: seconds.min(30).max(86_400).default(600).meta({ description: 'Seconds since the CI’s token was issued, at most.', examples: [600] }),
    single_use: z.boolean().default(true).meta({ description: 'Whether a token of the CI counts once only.', examples: [true] }),
    enabled: z.boolean().default(true).meta({ description: 'Switched off, it lets nobody in.', examples: [true] }),
  },
  computed: {
    declared_by: z.string().meta({ readOnly: true, description: 'Who declared it, or changed it last; what it lets in has no more rights than they had.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    last_used_at: z.iso.datetime({ offset: true }).nullable().meta({ readOnly: true, description: 'When it let somebody in last.', examples: ['2030-01-01T00:00:00.000Z'] }),
  },
  key: ['name'],
  indexed: ['provider', 'enabled'],
  check: ({ jwks, jwks_url }) => (jwks.length > 0 && jwks_url !== undefined ? [{ path: 'jwks', message: 'either jwks or jwks_url, not both' }] : []),
});

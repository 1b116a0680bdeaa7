import { z } from 'zod';
import { defineAction } from '../action.ts';

const jwk = z.object({
  kty: z.literal('OKP'), crv: z.literal('Ed25519'), use: z.literal('sig'), alg: z.literal('EdDSA'),
  x: z.string().meta({ description: 'The public key, base64url.' }),
  kid: z.string().meta({ description: 'Its thumbprint (RFC 7638).' }),
});

export const endpointKeys = defineAction({
  id: 'endpoint_keys',
  title: 'Public keys of an endpoint',
  description: 'What receivers verify Ed25519 signatures with, as a JSON Web Key Set: the newest key first, then those that were replaced and still sign. Empty for an endpoint with a shared key.',
  safety: 'safe',
  scope: 'endpoint:read',
  input: z.strictObject({ endpoint: z.string().min(1).max(64).meta({ description: 'The endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }) }),
  output: z.object({
    keys: z.array(jwk).meta({ description: 'The keys.' }),
    url: z.string().meta({ description: 'Where everybody may read them, without a credential.', examples: ['https://hub.example.com/keys/ten_01jd8xk3v2q4r6t8w0y2a4c6e8/ep_01jd8xk3v2q4r6t8w0y2a4c6e8/jwks.json'] }),
  }),
  failures: ['resource.not_found'],
});

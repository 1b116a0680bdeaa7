/** The key that an endpoint and its receiver share. The receiver can't verify without it, so it may be asked for; each time is on record. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { seconds } from '../field.ts';

const endpoint = z.string().min(1).max(64).meta({ description: 'The endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] });

export const endpointSecretReveal = defineAction({
  id: 'endpoint_secret_reveal',
  title: 'Reveal the signing key of an endpoint',
  description: 'What the receiver verifies with: the shared key, or of a key pair the public half. It is written down who asked.',
  safety: 'moderate',
  scope: 'endpoint:reveal',
  sensitive: true,
  input: z.strictObject({ endpoint }),
  output: z.object({ key: z.string().nullable().meta({ description: 'The newest key; null for an endpoint that does not sign.', examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }) }),
  failures: ['resource.not_found'],
});

export const endpointSecretRotate = defineAction({
  id: 'endpoint_secret_rotate',
  title: 'Rotate the signing key of an endpoint',
  description: 'Replaces the key: the next delivery is signed with the new one, and with the old ones until their grace is over.',
  safety: 'moderate',
  scope: 'endpoint:write',
  sensitive: true,
  input: z.strictObject({
    endpoint,
    key: z.string().min(8).max(255).meta({ writeOnly: true }).optional().meta({ description: 'The new key; the hub makes one, if absent. A key pair takes the place of a shared key and the other way round.', examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }),
    grace: seconds.max(604_800).optional().meta({ description: 'Seconds that the replaced key still signs; `signing_grace` of the endpoint, if absent.', examples: [86_400] }),
  }),
  output: z.object({ key: z.string().nullable().meta({ description: 'The new key, if the hub made it; of a pair the public half. It is shown only here.', examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }) }),
  failures: ['resource.not_found', 'resource.conflict', 'endpoint.too_many_keys'],
});

import { z } from 'zod';
import { defineEvent } from '../event.ts';

export const trustPolicyRefused = defineEvent({
  type: 'trust_policy.refused',
  description: 'A token of a CI system was not let in. What was wrong is named, the token never is.',
  data: z.object({
    policy: z.string().meta({ description: 'The trust policy.' }),
    reason: z.string().meta({ description: 'What was wrong: signature, algorithm, key, issuer, audience, expired, not_yet, too_old, claim, replayed, lifetime or keys_unavailable.' }),
    claim: z.string().nullable().meta({ description: 'The claim that failed, if one did.' }),
    detail: z.string().meta({ description: 'In words for people.' }),
  }),
});

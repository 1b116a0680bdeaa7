/** A token of the hub for the one that a CI system gave this job: keyless login, for whoever else is configured in this run. */
import { isAbsent } from '@patchbay/reconcile';
import type { Ephemeral } from './ephemeral.ts';

export const ephemeralToken: Ephemeral = {
  title: 'a token',
  description: 'A token of the hub for a job of a CI system: keyless login by a trust policy, in no plan and in no state. It ends by itself.',
  example: 'ephemeral "patchbay_token" "job" {\n  policy = "trust_01jd8xk3v2q4r6t8w0y2a4c6e8"\n}',
  attributes: [
    { name: 'policy', type: 'string', presence: 'required', description: 'Id of the `patchbay_trust_policy` that lets the job in.' },
    { name: 'id_token', type: 'string', presence: 'optional', sensitive: true, description: 'The token of the CI system. Default: `PATCHBAY_ID_TOKEN`, and on GitHub one that is made for each login. Terraform opens it in plan and in apply: one token for both needs a policy without `single_use`.' },
    { name: 'audience', type: 'string', presence: 'optional', description: 'For whom GitHub makes the token. Default: the `url` of the provider.' },
    { name: 'token', type: 'string', presence: 'computed', sensitive: true, description: 'The token of the hub.' },
    { name: 'scopes', type: ['set', 'string'], presence: 'computed', description: 'What it may do.' },
    { name: 'expires_at', type: 'string', presence: 'computed', description: 'When it ends.' },
  ],

  check: async () => [],

  async open({ policy, id_token, audience }, context, signal) {
    const { token, lifetime, scopes } = await context.logIn({ policy: String(policy), audience: isAbsent(audience) ? context.hub().config.url : String(audience), idToken: isAbsent(id_token) ? undefined : String(id_token) }, signal);
    return { result: { policy, id_token, audience, token, scopes, expires_at: new Date(context.now() + lifetime * 1000).toISOString() } };
  },

  close: async () => {}, // nothing of it is kept at the hub
};

/** An API key for one run: made when terraform opens it, gone when it closes it. */
import { approved } from '@patchbay/client';
import { checkFields } from '@patchbay/reconcile';
import { invalid } from '../hub/diagnose.ts';
import { isGone } from '../hub/hub.ts';
import { resourceIn } from './context.ts';
import type { Ephemeral } from './ephemeral.ts';

const LIFETIME = 3600;
const LONGEST = 86_400;

export const ephemeralKey: Ephemeral = {
  title: 'an API key',
  description: 'An API key for one run: made when it is needed, gone afterwards, in no plan and in no state.',
  example: 'ephemeral "patchbay_api_key" "deployer" {\n  scopes = ["deployment:write"]\n}',
  attributes: [
    { name: 'name', type: 'string', presence: 'optional', description: 'What it is for; something is added that makes it unique. Default: `terraform`.' },
    { name: 'scopes', type: ['set', 'string'], presence: 'required', description: 'What it may do; never more than the key of the provider.' },
    { name: 'lifetime', type: 'number', presence: 'optional', description: `Seconds after which it ends by itself, should nobody close it. Default: ${LIFETIME}.` },
    { name: 'project', type: 'string', presence: 'optional', description: 'Only for this project.' },
    { name: 'rate_limit', type: 'number', presence: 'optional', description: 'Calls per minute.' },
    { name: 'id', type: 'string', presence: 'computed', description: 'Its id.' },
    { name: 'key', type: 'string', presence: 'computed', sensitive: true, description: 'The key.' },
    { name: 'expires_at', type: 'string', presence: 'computed', description: 'When it ends by itself.' },
  ],

  async check({ lifetime, name, scopes, project, rate_limit }, context) {
    const { model } = await resourceIn(context, 'patchbay_api_key');
    const issues = checkFields(model.fields, { name: name ?? 'terraform', scopes, project, rate_limit }, { whole: true });
    const tooLong = typeof lifetime === 'number' && (lifetime < 60 || lifetime > LONGEST) ? [{ path: ['lifetime'], message: `expected 60 to ${LONGEST} seconds, but got ${lifetime}` }] : [];
    return [...invalid(issues, model, 'API key'), ...invalid(tooLong, undefined, 'API key')];
  },

  async open({ name, scopes, lifetime, project, rate_limit }, context, signal) {
    const expires = new Date(context.now() + Number(lifetime ?? LIFETIME) * 1000).toISOString();
    const wanted = { name: `${String(name ?? 'terraform')} ${context.newKey().slice(0, 8)}`, scopes, expires_at: expires, project: project ?? undefined, rate_limit: rate_limit ?? undefined };
    const { client, config } = context.hub();
    const made = await approved((approvalId) => client.resource('api_keys').create(wanted, { signal, approvalId }), { wait: config.approvalWaitMs, signal });
    return { result: { name, scopes, lifetime, project, rate_limit, id: made['id'], key: made['key'], expires_at: made['expires_at'] }, handle: String(made['id']) };
  },

  async close(id, context) {
    await context.hub().client.resource('api_keys').delete(id).catch((error: unknown) => { if (!isGone(error)) throw error; });
  },
};

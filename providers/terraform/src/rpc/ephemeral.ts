/** An API key for one run: made when terraform opens it, gone when it closes it, in no plan and in no state. */
import { checkFields, type Fields, isFields, type ResourceModel } from '@patchbay/reconcile';
import { diagnose, type Diagnostic, invalid } from '../hub/diagnose.ts';
import { isGone } from '../hub/hub.ts';
import { type Attribute, objectType } from '../schema/attribute.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { type Context, type Handlers, untilStopped } from './context.ts';

export const EPHEMERAL = 'patchbay_api_key';
const LIFETIME = 3600;
const LONGEST = 86_400;

export const ephemeralAttributes: readonly Attribute[] = [
  { name: 'name', type: 'string', presence: 'optional', description: 'What it is for; something is added that makes it unique. Default: `terraform`.' },
  { name: 'scopes', type: ['set', 'string'], presence: 'required', description: 'What it may do; never more than the key of the provider.' },
  { name: 'lifetime', type: 'number', presence: 'optional', description: `Seconds after which it ends by itself, should nobody close it. Default: ${LIFETIME}.` },
  { name: 'project', type: 'string', presence: 'optional', description: 'Only for this project.' },
  { name: 'rate_limit', type: 'number', presence: 'optional', description: 'Calls per minute.' },
  { name: 'id', type: 'string', presence: 'computed', description: 'Its id.' },
  { name: 'key', type: 'string', presence: 'computed', sensitive: true, description: 'The key.' },
  { name: 'expires_at', type: 'string', presence: 'computed', description: 'When it ends by itself.' },
];
export const ephemeralType = objectType(ephemeralAttributes);

export function checkEphemeral(config: unknown, model: ResourceModel): Diagnostic[] {
  if (!isFields(config)) return [];
  const { lifetime, name, scopes, project, rate_limit } = config;
  const issues = checkFields(model.fields, { name: name ?? 'terraform', scopes, project, rate_limit }, { whole: true });
  const tooLong = typeof lifetime === 'number' && (lifetime < 60 || lifetime > LONGEST) ? [{ path: ['lifetime'], message: `expected 60 to ${LONGEST} seconds, but got ${lifetime}` }] : [];
  return [...invalid(issues, model, 'API key'), ...invalid(tooLong, undefined, 'API key')];
}

export const ephemeralCalls = (context: Context, now: () => number): Pick<Handlers, 'OpenEphemeralResource' | 'RenewEphemeralResource' | 'CloseEphemeralResource'> => ({
  async OpenEphemeralResource({ config }, signal) {
    try {
      const { name, scopes, lifetime, project, rate_limit } = fromWire(config, ephemeralType) as Fields; // terraform checked it against the schema
      const expires = new Date(now() + Number(lifetime ?? LIFETIME) * 1000).toISOString();
      const wanted = { name: `${String(name ?? 'terraform')} ${context.newKey().slice(0, 8)}`, scopes, expires_at: expires, project: project ?? undefined, rate_limit: rate_limit ?? undefined };
      const made: Fields = await context.hub().client.resource('api_keys').create(wanted, { signal: untilStopped(context, signal) });
      const result = { name, scopes, lifetime, project, rate_limit, id: made['id'], key: made['key'], expires_at: made['expires_at'] };
      return { result: toWire(result, ephemeralType), private: Buffer.from(String(made['id'])) };
    } catch (error) {
      return { diagnostics: diagnose(error, 'make an API key for this run') };
    }
  },

  /** It lives as long as a run; nobody can prolong it. */
  RenewEphemeralResource: ({ private: handle }) => (handle === undefined ? {} : { private: handle }),

  /** Also after Ctrl-C: a key that nobody needs must not stay. */
  async CloseEphemeralResource({ private: handle }) {
    try {
      await context.hub().client.resource('api_keys').delete(Buffer.from(handle ?? []).toString());
      return {};
    } catch (error) {
      return isGone(error) ? {} : { diagnostics: diagnose(error, 'end the API key of this run') };
    }
  },
});

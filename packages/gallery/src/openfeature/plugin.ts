/** Asks a flag service for the value of a flag: one that speaks OpenFeature's protocol, or Flagsmith. https://openfeature.dev/docs/reference/other-technologies/ofrep */
import { auth, definePlugin, type Infer, type Json, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';

const config = t.object({
  provider: t.enum(['ofrep', 'flagsmith'], { default: 'ofrep', description: 'What the service speaks.' }),
  base_url: t.url({ description: 'Where it is, without a slash at the end.', examples: ['https://flags.example.com'] }),
  token: t.optional(t.secret({ description: 'Bearer token of an OFREP service, or the environment key of Flagsmith.' })),
});
type Config = Infer<typeof config>;
type Evaluated = { value: Json; variant: string; reason: string };

export const plugin = definePlugin({
  id: 'patchbay/openfeature', version: '1.0.0', title: 'OpenFeature', summary: 'Asks an OpenFeature service or Flagsmith for feature flags.', categories: ['flags'], config,
  hosts: ['{{config.base_url}}'], http: { base_url: '{{config.base_url}}' },
  auth: { ofrep: auth.bearer('token'), flagsmith: auth.header('X-Environment-Key', 'token') },
  queries: {
    evaluate: query({
      title: 'Evaluate a flag', description: 'The value of a flag for somebody. A flag of the hub whose `provider` is ofrep or flagsmith is answered by this.', example: { flag: 'new-checkout', targeting_key: 'ada', attributes: {} },
      input: t.object({
        flag: t.string({ minLength: 1, maxLength: 200, description: 'Name of the flag.', examples: ['new-checkout'] }), targeting_key: t.string({ minLength: 1, maxLength: 255, description: 'For whom.', examples: ['ada'] }),
        attributes: t.record(t.json(), { default: {}, description: 'What is known of them.', examples: [{ country: 'AT' }] }),
      }),
      output: t.object({ value: t.json({ description: 'What it is for them.' }), variant: t.string(), reason: t.string() }),
      run: ({ flag, targeting_key: key, attributes }, ctx: ReadCtx<Config>) => (ctx.config.provider === 'flagsmith' ? askFlagsmith(flag, key, attributes, ctx) : askOfrep(flag, key, attributes, ctx)),
    }),
  },
  health: async (ctx: ReadCtx<Config>) => {
    const flagsmith = ctx.config.provider === 'flagsmith';
    const { status } = await ctx.http.request({ url: flagsmith ? '/api/v1/flags/' : '/ofrep/v1/configuration', auth: slotOf(ctx), accept: [400, 404, 405] });
    return status < 300 || !flagsmith ? { state: 'ok' } : { state: 'down', reason: `it answered ${status}` }; // not every service has a configuration to tell
  },
});

const slotOf = ({ config, hasSecret }: Pick<ReadCtx<Config>, 'config' | 'hasSecret'>): string | false => (hasSecret('token') ? config.provider : false);

async function askOfrep(flag: string, targetingKey: string, attributes: JsonObject, ctx: ReadCtx<Config>): Promise<Evaluated> {
  const reply = await ctx.http.request<{ value?: Json; variant?: string; reason?: string; errorDetails?: string }>({
    method: 'POST', url: `/ofrep/v1/evaluate/flags/${encodeURIComponent(flag)}`, json: { context: { ...attributes, targetingKey } }, auth: slotOf(ctx), accept: [400, 404], retry: 'always',
  });
  if (reply.status === 404) throw new PluginError('not_found', `There is no flag ${flag} there`);
  if (reply.status === 400) throw new PluginError('invalid', `The service can’t evaluate ${flag}: ${reply.body.errorDetails ?? 'it does not say why'}`);
  const { value, variant = '', reason = 'UNKNOWN' } = reply.body;
  if (value === undefined) throw new PluginError('unavailable', `The service answers without a value for ${flag}`);
  return { value, variant, reason };
}

interface FlagsmithFlag { readonly feature: { readonly name: string }; readonly enabled: boolean; readonly feature_state_value: Json }

async function askFlagsmith(flag: string, identifier: string, attributes: JsonObject, ctx: ReadCtx<Config>): Promise<Evaluated> {
  const traits = Object.entries(attributes).map(([trait_key, trait_value]) => ({ trait_key, trait_value }));
  const { flags } = await ctx.http.post<{ flags: readonly FlagsmithFlag[] }>('/api/v1/identities/', { identifier, traits }, { auth: slotOf(ctx), retry: 'always' });
  const found = flags.find(({ feature }) => feature.name === flag);
  if (found === undefined) throw new PluginError('not_found', `There is no flag ${flag} there`);
  return { value: found.enabled ? (found.feature_state_value ?? true) : false, variant: found.enabled ? 'on' : 'off', reason: found.enabled ? 'TARGETING_MATCH' : 'DISABLED' };
}

import { type Ctx, type Infer, type JsonObject, PluginError, t } from '@patchbay/sdk';

const number = (description: string) => t.string({ pattern: '^\\+[1-9][0-9]{6,14}$', description, examples: ['+14155550100'] });

export const config = t.object({
  base_url: t.url({ default: 'https://api.twilio.com', description: 'The REST API.' }),
  lookup_url: t.url({ default: 'https://lookups.twilio.com', description: 'The Lookup API.' }),
  account_sid: t.string({ pattern: '^AC[0-9a-fA-F]{32}$', description: 'Account SID.', examples: ['AC00000000000000000000000000000000'] }),
  from: t.optional(number('Number that messages and calls come from.')),
  messaging_service_sid: t.optional(t.string({ pattern: '^MG[0-9a-fA-F]{32}$', description: 'Messaging service, which chooses the number of a message.', examples: ['MG00000000000000000000000000000000'] })),
  callback_url: t.optional(t.url({ maxLength: 2048, description: 'Where Twilio tells what became of messages and calls, and which keys were pressed: the `webhook_url` of this installation.' })),
  api_key_sid: t.optional(t.string({ pattern: '^SK[0-9a-fA-F]{32}$', description: 'SID of an API key, used instead of the auth token.', examples: ['SK00000000000000000000000000000000'] })),
  auth_token: t.secret({ description: 'Auth token of the account. Twilio signs what it sends with it, also where an API key is used.', required: false }),
  api_key_secret: t.secret({ description: 'Secret of the API key.', required: false }),
});
export type Config = Infer<typeof config>;

export { number };

export const pathOf = ({ config: { account_sid } }: Pick<Ctx<Config>, 'config'>, rest: string): string => `/2010-04-01/Accounts/${account_sid}${rest}`;

export function senderOf(ctx: Pick<Ctx<Config>, 'config'>, from: string | undefined): string {
  const sender = from ?? ctx.config.from;
  if (sender === undefined) throw new PluginError('invalid', 'Expected a number that it comes from: give `from`, or set it in the configuration', { field: 'from' });
  return sender;
}

export const word = (value: JsonObject, field: string): string => {
  const found = value[field];
  return typeof found === 'string' ? found : '';
};

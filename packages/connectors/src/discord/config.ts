import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  base_url: t.url({ default: 'https://discord.com/api/v10', description: 'The HTTP API.' }),
  status_channel: t.optional(t.string({ pattern: '^[0-9]{15,21}$', description: 'Channel in which each deployment has one message that follows it. Without one there are none.', examples: ['1180000000000000001'] })),
  bot_token: t.secret({ description: 'Token of the bot. Everything but webhooks needs it.', required: false }),
  webhook_url: t.secret({ description: 'URL of an incoming webhook of a channel: whoever has it may write there.', required: false }),
  public_key: t.secret({ description: 'Public key of the application, in hex; needed to receive interactions.', required: false }),
});
export type Config = Infer<typeof config>;

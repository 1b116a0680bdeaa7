import { type Infer, t } from '@patchbay/sdk';

export const config = t.object({
  base_url: t.url({ default: 'https://slack.com/api', description: 'The Web API.' }),
  approvals_channel: t.optional(t.string({ maxLength: 80, description: 'Channel where approvals are asked for, with buttons. Without one nothing is asked there.', examples: ['C0123456789'] })),
  approvers: t.record(t.string({ maxLength: 255, description: 'Principal at the hub.' }), { default: {}, description: 'Who may decide approvals from Slack: id of the Slack user → principal at the hub whom this person is, so that nobody approves what they asked for.', examples: [{ U0123456789: 'usr_01jd8xk3v2q4r6t8w0y2a4c6e8' }] }),
  client_id: t.optional(t.string({ minLength: 1, maxLength: 100, description: 'Client ID of the Slack app, where its tokens rotate.', examples: ['1234567890.1234567890'] })),
  bot_token: t.secret({ description: 'Bot token (xoxb-…) of the Slack app.', required: false }),
  client_secret: t.secret({ description: 'Client secret of the Slack app, where its tokens rotate.', required: false }),
  refresh_token: t.secret({ description: 'Refresh token (xoxe-…), instead of bot_token where tokens rotate. It is renewed with each use.', required: false }),
  signing_secret: t.secret({ description: 'Signing secret of the Slack app; needed to receive events, commands and buttons.', required: false }),
});
export type Config = Infer<typeof config>;

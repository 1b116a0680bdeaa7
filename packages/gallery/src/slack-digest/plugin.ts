/** One message a day instead of a hundred, into a Slack channel by an incoming webhook. */
import { action, auth, type Ctx, definePlugin, t } from '@patchbay/sdk';
import { add, collectingHooks, type Digest, flush, preview, sent, titleOf } from '../digest/digest.ts';

export const plugin = definePlugin({
  id: 'patchbay/slack-digest', version: '1.0.0', title: 'Slack digest', summary: 'Posts what happened once a day to a Slack channel.', categories: ['notifications', 'chat'],
  config: t.object({ origin: t.url({ default: 'https://hooks.slack.com', description: 'Where the webhook is.' }), webhook_url: t.secret({ description: 'URL of an incoming webhook of the channel.' }) }),
  hosts: ['{{config.origin}}'], auth: { webhook: auth.url('webhook_url') },
  hooks: collectingHooks,
  schedules: { daily: { cron: '0 8 * * mon-fri', description: 'Posts the digest on working days.', run: async (ctx) => { await post(ctx); } } },
  actions: { add, send_now: action({ title: 'Post the digest now', description: 'Posts what was collected, and begins anew.', safety: 'moderate', input: t.object({}), output: sent, example: {}, run: (_, ctx: Ctx) => post(ctx) }) },
  queries: { preview },
});

const post = (ctx: Ctx<unknown>) => flush(ctx, (digest) => ctx.http.post('', { text: titleOf(digest), blocks: blocksOf(digest) }));

function blocksOf(digest: Digest): object[] {
  const { lines, left_out } = digest;
  const text = lines.map((line) => `• ${escaped(line)}`).join('\n');
  return [{ type: 'header', text: { type: 'plain_text', text: titleOf(digest) } }, { type: 'section', text: { type: 'mrkdwn', text: text.slice(0, 2900) } }, ...(left_out === 0 ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text: `and ${left_out} older ones` }] }])];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

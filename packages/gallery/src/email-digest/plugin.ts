/** One mail a day instead of a hundred, by Postmark. */
import { action, auth, type Ctx, definePlugin, type Infer, t } from '@patchbay/sdk';
import { add, collectingHooks, type Digest, flush, preview, sent, titleOf } from '../digest/digest.ts';

const config = t.object({
  base_url: t.url({ default: 'https://api.postmarkapp.com', description: 'Where the mail service is.' }),
  from: t.string({ format: 'email', description: 'Sender, known to the mail service.', examples: ['hub@example.com'] }),
  to: t.array(t.string({ format: 'email' }), { minItems: 1, maxItems: 50, description: 'Who gets it.', examples: [['team@example.com']] }),
  server_token: t.secret({ description: 'Server token of Postmark.' }),
});
type Config = Infer<typeof config>;

export const plugin = definePlugin({
  id: 'patchbay/email-digest', version: '1.0.0', title: 'E-mail digest', summary: 'Sends what happened once a day by e-mail.', categories: ['notifications'], config,
  hosts: ['{{config.base_url}}'], auth: { token: auth.header('X-Postmark-Server-Token', 'server_token') }, http: { base_url: '{{config.base_url}}', headers: { accept: 'application/json' }, messageAt: ['Message'] },
  hooks: collectingHooks,
  schedules: { daily: { cron: '0 7 * * *', description: 'Sends the digest every morning.', run: async (ctx) => { await mail(ctx); } } },
  actions: { add, send_now: action({ title: 'Send the digest now', description: 'Sends what was collected, and begins anew.', safety: 'moderate', input: t.object({}), output: sent, example: {}, run: (_, ctx: Ctx<Config>) => mail(ctx) }) },
  queries: { preview },
});

const mail = (ctx: Ctx<Config>) => flush(ctx, (digest) => ctx.http.post('/email', { From: ctx.config.from, To: ctx.config.to.join(','), Subject: titleOf(digest), TextBody: textOf(digest), MessageStream: 'outbound' }));

const textOf = ({ lines, counts, left_out }: Digest): string => [...Object.entries(counts).map(([type, count]) => `${count} x ${type}`), '', ...lines, ...(left_out === 0 ? [] : [`and ${left_out} older ones`])].join('\n');

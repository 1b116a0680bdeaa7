import { action, type Ctx, type JsonObject, paginate, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { type Config, number, pathOf, senderOf, word } from '../config.ts';

const to = number('Number that it goes to.');
const from = t.optional(number('Number that it comes from; that of the configuration, if left out.'));
const queued = t.object({ sid: t.string({ description: 'SID of the message; empty in a dry run.' }), status: t.string({ description: 'queued means that Twilio took it, not that it arrived.' }) });
const shape = t.object({
  sid: t.string({ description: 'SID.' }), to: t.string({ description: 'Who got it.' }), from: t.string({ description: 'Who sent it.' }), body: t.string({ description: 'Text.' }),
  status: t.string({ description: 'queued, sent, delivered, undelivered, failed, read …' }), error_code: t.string({ description: 'Why it failed; empty otherwise.' }), sent_at: t.string({ description: 'When, as Twilio writes it; empty before.' }),
});
const shown = (each: JsonObject) => ({ sid: word(each, 'sid'), to: word(each, 'to'), from: word(each, 'from'), body: word(each, 'body'), status: word(each, 'status'), error_code: each['error_code'] === null || each['error_code'] === undefined ? '' : String(each['error_code']), sent_at: word(each, 'date_sent') });

export const send_sms = action({
  title: 'Send an SMS', description: 'Sends a text message, or with media an MMS.', safety: 'moderate',
  input: t.object({ to, from, body: t.string({ minLength: 1, maxLength: 1600, description: 'Text.', examples: ['shop: 5xx above 5 %'] }), media_urls: t.array(t.url({ maxLength: 2048 }), { default: [], maxItems: 10, description: 'Pictures and the like, which Twilio fetches.' }) }),
  output: queued, example: { to: '+14155550199', body: 'shop: 5xx above 5 %', media_urls: [] },
  dryRun: () => ({ sid: '', status: 'would send' }),
  run: ({ to: To, from: wanted, body: Body, media_urls }, ctx: Ctx<Config>) => {
    const service = wanted === undefined ? ctx.config.messaging_service_sid : undefined;
    return send({ To, Body, MediaUrl: media_urls, ...(service === undefined ? { From: senderOf(ctx, wanted) } : { MessagingServiceSid: service }) }, ctx);
  },
});

export const send_whatsapp = action({
  title: 'Send a WhatsApp message', description: 'Sends a text within an open conversation, or a template that WhatsApp approved.', safety: 'moderate',
  input: t.object({
    to, from, body: t.optional(t.string({ minLength: 1, maxLength: 1600, description: 'Text; only within 24 hours after the person wrote.' })),
    template_sid: t.optional(t.string({ pattern: '^HX[0-9a-fA-F]{32}$', description: 'Template.', examples: ['HX00000000000000000000000000000000'] })), variables: t.record(t.string({ maxLength: 1000, description: 'Value.' }), { default: {}, description: 'What stands for the numbers in the template.', examples: [{ 1: 'shop' }] }),
  }),
  output: queued, example: { to: '+14155550199', body: 'Rolled back.', variables: {} },
  run: ({ to: number_, from: wanted, body, template_sid, variables }, ctx: Ctx<Config>) => {
    if ((body === undefined) === (template_sid === undefined)) throw new PluginError('invalid', 'Expected either body or template_sid', { field: 'body' });
    const content = template_sid === undefined ? { Body: body } : { ContentSid: template_sid, ContentVariables: JSON.stringify(variables) };
    return send({ To: `whatsapp:${number_}`, From: `whatsapp:${senderOf(ctx, wanted)}`, ...content }, ctx);
  },
});

async function send(form: Readonly<Record<string, string | readonly string[] | undefined>>, ctx: Ctx<Config>): Promise<{ sid: string; status: string }> {
  const made = await ctx.http.post<JsonObject>(pathOf(ctx, '/Messages.json'), undefined, { form: { ...form, StatusCallback: ctx.config.callback_url } });
  return { sid: word(made, 'sid'), status: word(made, 'status') };
}

export const get_message = query({
  title: 'Get a message', description: 'Whether a message arrived.',
  input: t.object({ sid: t.string({ pattern: '^(SM|MM)[0-9a-fA-F]{32}$', description: 'SID of the message.', examples: ['SM00000000000000000000000000000000'] }) }), output: shape, example: { sid: 'SM00000000000000000000000000000000' },
  run: async ({ sid }, ctx: ReadCtx<Config>) => shown(await ctx.http.get<JsonObject>(pathOf(ctx, `/Messages/${sid}.json`))),
});

export const list_messages = query({
  title: 'List messages', description: 'Messages of the account, the newest first.',
  input: t.object({ to: t.optional(number('Only to this number.')), limit: t.integer({ minimum: 1, maximum: 5000, default: 50, description: 'At most.' }) }), output: t.object({ items: t.array(shape, { description: 'Messages.' }) }), example: { limit: 50 },
  run: async ({ to: To, limit }, ctx: ReadCtx<Config>) => {
    const found = await ctx.http.collect<JsonObject>({ url: pathOf(ctx, '/Messages.json'), query: { To, PageSize: Math.min(limit, 1000) } }, { items: 'messages', next: paginate.url('next_page_uri'), limit });
    return { items: found.map(shown) };
  },
});

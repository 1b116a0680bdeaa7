import { action, type Ctx, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { type Config, number, pathOf, senderOf, word } from '../config.ts';
import { spoken } from '../twiml.ts';

const sid = t.string({ pattern: '^CA[0-9a-fA-F]{32}$', description: 'SID of the call.', examples: ['CA00000000000000000000000000000000'] });
const shape = t.object({
  sid: t.string({ description: 'SID; empty in a dry run.' }), to: t.string({ description: 'Who is called.' }), from: t.string({ description: 'Who calls.' }),
  status: t.string({ description: 'queued, ringing, in-progress, completed, busy, no-answer, failed, canceled.' }), duration_seconds: t.integer({ description: 'How long it lasted; 0 before its end.' }),
});
const shown = (each: JsonObject) => ({ sid: word(each, 'sid'), to: word(each, 'to'), from: word(each, 'from'), status: word(each, 'status'), duration_seconds: Number(each['duration'] ?? 0) || 0 });

const MOST_TWIML = 4000;

export const call = action({
  title: 'Call somebody', description: 'Calls a number and reads a message out, for what can’t wait. With `ask_for_key`, the key that is pressed becomes an event.', safety: 'moderate',
  input: t.object({
    to: number('Number to call.'), from: t.optional(number('Number that calls; that of the configuration, if left out.')),
    message: t.string({ minLength: 1, maxLength: 1500, description: 'What is said.', examples: ['Critical alert. Shop, production. Press 1 to acknowledge.'] }),
    language: t.string({ default: 'en-US', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$', description: 'Language of the voice.', examples: ['de-DE'] }),
    voice: t.optional(t.string({ maxLength: 60, pattern: '^[A-Za-z0-9._-]+$', description: 'Voice.', examples: ['Polly.Joanna'] })),
    repeat: t.integer({ minimum: 1, maximum: 5, default: 2, description: 'How often it is said.' }),
    ask_for_key: t.boolean({ default: false, description: 'Waits for a key and tells it to `callback_url`.' }),
    ring_seconds: t.integer({ minimum: 5, maximum: 600, default: 30, description: 'How long it rings.' }),
  }),
  output: shape, example: { to: '+14155550199', message: 'Critical alert. Shop, production.', language: 'en-US', repeat: 2, ask_for_key: false, ring_seconds: 30 },
  dryRun: ({ to, from }, ctx: ReadCtx<Config>) => ({ sid: '', to, from: senderOf(ctx, from), status: 'would call', duration_seconds: 0 }),
  run: async ({ to, from, ask_for_key, ring_seconds, ...speech }, ctx: Ctx<Config>) => {
    const { callback_url } = ctx.config;
    if (ask_for_key && callback_url === undefined) throw new PluginError('invalid', 'Expected `callback_url` in the configuration, as a pressed key has to be told somewhere', { field: 'ask_for_key' });
    const Twiml = spoken({ ...speech, ...(ask_for_key ? { keysTo: callback_url } : {}) });
    if (Twiml.length > MOST_TWIML) throw new PluginError('invalid', `Expected at most ${MOST_TWIML} characters with repetitions, as Twilio takes no more; they are ${Twiml.length}`, { field: 'message' });
    return shown(await ctx.http.post<JsonObject>(pathOf(ctx, '/Calls.json'), undefined, { form: { To: to, From: senderOf(ctx, from), Twiml, Timeout: ring_seconds, StatusCallback: callback_url } }));
  },
});

export const end_call = action({
  title: 'End a call', description: 'Hangs up.', safety: 'moderate', idempotent: true,
  input: t.object({ sid }), output: shape, example: { sid: 'CA00000000000000000000000000000000' },
  run: async ({ sid: of }, ctx: Ctx<Config>) => shown(await ctx.http.post<JsonObject>(pathOf(ctx, `/Calls/${of}.json`), undefined, { form: { Status: 'completed' }, retry: 'always' })),
});

export const get_call = query({
  title: 'Get a call', description: 'What became of a call.',
  input: t.object({ sid }), output: shape, example: { sid: 'CA00000000000000000000000000000000' },
  run: async ({ sid: of }, ctx: ReadCtx<Config>) => shown(await ctx.http.get<JsonObject>(pathOf(ctx, `/Calls/${of}.json`))),
});

export const look_up_number = query({
  title: 'Look up a number', description: 'Whether a number can exist, and its country.',
  input: t.object({ number: t.string({ minLength: 3, maxLength: 30, pattern: '^[+0-9 ().-]+$', description: 'The number, with its country or with `country`.', examples: ['+14155550199'] }), country: t.optional(t.string({ pattern: '^[A-Z]{2}$', description: 'Country of a number without one.', examples: ['US'] })) }),
  output: t.object({ number: t.string({ description: 'As it is dialled.' }), valid: t.boolean({ description: 'Whether it can exist.' }), country: t.string({ description: 'Country; empty where none fits.' }), national_format: t.string({ description: 'As people there write it.' }) }),
  example: { number: '+14155550199' },
  run: async ({ number: of, country }, ctx: ReadCtx<Config>) => {
    const found = await ctx.http.get<JsonObject>(`${ctx.config.lookup_url}/v2/PhoneNumbers/${encodeURIComponent(of)}`, { query: { CountryCode: country } });
    return { number: word(found, 'phone_number'), valid: found['valid'] === true, country: word(found, 'country_code'), national_format: word(found, 'national_format') };
  },
});

/** Keeps the timeline of each incident, and writes it up for the review. */
import { action, type Ctx, definePlugin, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';

interface Entry { readonly at: string; readonly what: string; readonly by: string }

const incident = t.string({ minLength: 1, maxLength: 100, description: 'The incident.', examples: ['inc_17'] });
const entry = t.object({ at: t.instant({ description: 'When.' }), what: t.string({ description: 'What happened.' }), by: t.string({ description: 'Who or what said so.' }) });

export const plugin = definePlugin({
  id: 'patchbay/incident-summary', version: '1.0.0', title: 'Incident summary', summary: 'Keeps a timeline of each incident and writes it up.', categories: ['incidents'],
  config: t.object({ keep_days: t.integer({ minimum: 1, maximum: 400, default: 90, description: 'How long a timeline is kept.' }) }),
  hooks: { onIncident: (event, ctx) => write(event.subject, { at: event.time, what: sentenceOf(event.type, event.data), by: String(event.data['actor'] ?? 'patchbay') }, event.id, ctx) },
  actions: {
    note: action({
      title: 'Note something', description: 'Adds an entry to the timeline of an incident.', safety: 'moderate',
      input: t.object({ incident, what: t.string({ minLength: 1, maxLength: 2000, description: 'What happened.', examples: ['Rolled back to 1.4.1'] }), by: t.string({ maxLength: 100, default: 'unknown', description: 'Who says so.' }), at: t.optional(t.instant({ description: 'When; now, if absent.' })) }),
      output: entry, example: { incident: 'inc_17', what: 'Rolled back to 1.4.1', by: 'Ada' },
      run: async ({ incident: of, what, by, at }, ctx: Ctx<{ keep_days: number }>) => {
        const made = { at: at ?? new Date(ctx.now()).toISOString(), what, by };
        await write(of, made, ctx.invocation.id, ctx);
        return made;
      },
    }),
  },
  queries: {
    summary: query({
      title: 'Summary of an incident', description: 'The timeline of an incident, how long it took, and both as Markdown.', input: t.object({ incident }), example: { incident: 'inc_17' },
      output: t.object({ incident, entries: t.array(entry), minutes: t.number({ description: 'From the first entry to the last.' }), markdown: t.string({ description: 'To paste into a review.' }) }),
      run: async ({ incident: of }, ctx) => {
        const entries = await read(of, ctx);
        if (entries.length === 0) throw new PluginError('not_found', `Nothing is known of ${of}`);
        const minutes = Math.round((Date.parse(entries.at(-1)!.at) - Date.parse(entries[0]!.at)) / 60_000);
        return { incident: of, entries, minutes, markdown: [`# Incident ${of}`, '', `${entries.length} entries in ${minutes} minutes.`, '', ...entries.map(({ at, what, by }) => `- ${at.slice(0, 16).replace('T', ' ')} ${what} (${by})`)].join('\n') };
      },
    }),
  },
});

/** An entry per key: hooks that run at the same time don't overwrite each other. */
const write = (incident: string, entry: Entry, id: string, ctx: Ctx<{ keep_days: number }>): Promise<void> => ctx.state.set(`${incident}/${entry.at}/${id}`, entry, { ttl: ctx.config.keep_days * 86_400 });

async function read(incident: string, ctx: ReadCtx): Promise<Entry[]> {
  const keys = (await ctx.state.list(`${incident}/`)).slice(0, MOST);
  const entries = await Promise.all(keys.map((key) => ctx.state.get<Entry>(key)));
  return entries.filter((each) => each !== undefined);
}

/** A run may ask its host 256 times. */
const MOST = 200;

function sentenceOf(type: string, data: Readonly<Record<string, unknown>>): string {
  const said = data['comment'] ?? data['title'] ?? data['summary'];
  return `${type.replace('incident.', '').replaceAll('_', ' ')}${typeof said === 'string' ? `: ${said}` : ''}`;
}

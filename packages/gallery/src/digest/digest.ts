/** What a digest collects between two sendings, a line per event; two plugins send it, each to its own place. */
import { action, type Ctx, type HubEvent, query, type ReadCtx, t } from '@patchbay/sdk';

export interface Digest { readonly lines: readonly string[]; readonly counts: Readonly<Record<string, number>>; readonly left_out: number }

/** A run may ask its host 256 times, and nobody reads more. */
const MOST = 100;
const KEPT_SECONDS = 14 * 86_400;

const collect = (event: HubEvent, ctx: Ctx<unknown>): Promise<void> => ctx.state.set(`line/${event.time}/${event.id}`, { type: event.type, text: lineOf(event) }, { ttl: KEPT_SECONDS });

export const collectingHooks = { onAlert: collect, onIncident: collect, onError: collect, onDeploymentSucceeded: collect, onDeploymentFailed: collect, onDeploymentRolledBack: collect, onApprovalRequested: collect };

function lineOf({ time, type, subject, data }: HubEvent): string {
  const about = [data['release'], data['environment_slug'], data['title']].filter((each) => typeof each === 'string').join(', ');
  return `${time.slice(5, 16).replace('T', ' ')} ${type} ${subject}${about === '' ? '' : ` (${about})`}`;
}

export async function readDigest(ctx: ReadCtx<unknown>): Promise<Digest & { readonly keys: readonly string[] }> {
  const all = await ctx.state.list('line/');
  const keys = all.slice(-MOST);
  const entries = (await Promise.all(keys.map((key) => ctx.state.get<{ type: string; text: string }>(key)))).filter((each) => each !== undefined);
  const counts: Record<string, number> = {};
  for (const { type } of entries) counts[type] = (counts[type] ?? 0) + 1;
  return { lines: entries.map(({ text }) => text), counts, left_out: all.length - keys.length, keys: all };
}

/** Sends, and forgets what was sent. What comes meanwhile stays for the next time. */
export async function flush(ctx: Ctx<unknown>, send: (digest: Digest) => Promise<unknown>): Promise<{ sent: boolean; lines: number }> {
  const { keys, ...digest } = await readDigest(ctx);
  if (digest.lines.length === 0) return { sent: false, lines: 0 };
  await send(digest);
  await Promise.all(keys.slice(0, MOST).map((key) => ctx.state.delete(key)));
  return { sent: true, lines: digest.lines.length };
}

export const titleOf = ({ lines, left_out }: Digest): string => `${lines.length + left_out} ${lines.length + left_out === 1 ? 'thing' : 'things'} happened`;

const digestSchema = t.object({ lines: t.array(t.string()), counts: t.record(t.integer()), left_out: t.integer({ description: 'Older ones that are not listed.' }) });
export const preview = query({ title: 'Preview', description: 'What the next digest will say.', input: t.object({}), output: digestSchema, example: {}, run: (_, ctx) => readDigest(ctx) });

export const add = action({
  title: 'Add a line', description: 'Puts a line of one’s own into the next digest.', safety: 'moderate', input: t.object({ text: t.string({ minLength: 1, maxLength: 300, description: 'The line.', examples: ['Office is closed on Friday'] }) }), output: t.object({ text: t.string() }), example: { text: 'Office is closed on Friday' },
  run: async ({ text }, ctx) => {
    await ctx.state.set(`line/${new Date(ctx.now()).toISOString()}/${ctx.invocation.id}`, { type: 'note', text }, { ttl: KEPT_SECONDS });
    return { text };
  },
});

export const sent = t.object({ sent: t.boolean({ description: 'False when there was nothing to say.' }), lines: t.integer({ description: 'How many lines it had.' }) });

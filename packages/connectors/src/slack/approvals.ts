/** Approvals with buttons: asked for in a channel, decided by whoever the configuration names, and never by who asked. */
import { action, at, type Ctx, type HubEvent, type Json, type JsonObject, PluginError, t } from '@patchbay/sdk';
import { post } from './actions/messages.ts';
import type { Config } from './config.ts';
import { channel, escaped, posted, text } from './message.ts';

export const buttons = { approve: 'patchbay_approve', reject: 'patchbay_reject' } as const;
export type Verdict = keyof typeof buttons;

interface Asked { readonly approval_id: string; readonly action: string; readonly summary: string; readonly requester: string; readonly expires_at?: string | undefined }
interface Place { readonly channel: string; readonly ts: string }

export const request_approval = action({
  title: 'Ask for an approval', description: 'Posts an approval of the hub with the buttons Approve and Reject. Only people of `approvers` can press them.', safety: 'moderate',
  input: t.object({
    channel,
    approval_id: t.string({ pattern: '^apr_[0-9a-z]{1,60}$', description: 'The approval.', examples: ['apr_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    action: t.string({ minLength: 1, maxLength: 120, description: 'The action that waits.', examples: ['project_delete'] }),
    summary: t.string({ minLength: 1, maxLength: 2000, description: 'What it would do.', examples: ['Delete a project: shop'] }),
    requester: t.string({ minLength: 1, maxLength: 255, description: 'Who asks.', examples: ['Ada'] }),
    expires_at: t.optional(t.instant({ description: 'After this it can’t be decided.' })),
  }),
  output: posted, example: { channel: 'C0123456789', approval_id: 'apr_01jd8xk3v2q4r6t8w0y2a4c6e8', action: 'project_delete', summary: 'Delete a project: shop', requester: 'Ada' },
  run: ({ channel: to, ...asked }, ctx: Ctx<Config>) => ask(to, asked, ctx),
});

async function ask(to: string, asked: Asked, ctx: Ctx<Config>): Promise<Place> {
  const place = await post(ctx, { channel: to, text: `${asked.action} waits for an approval`, blocks: JSON.stringify(questionOf(asked)) });
  await ctx.state.set(keyOf(asked.approval_id), place, { ttl: KEPT_SECONDS });
  return place;
}

const KEPT_SECONDS = 2_592_000;
const keyOf = (id: string): string => `approval/${id}`;

function questionOf({ approval_id, action: of, summary, requester, expires_at }: Asked): Json {
  const button = (verdict: Verdict, label: string, style: string): Json => ({ type: 'button', action_id: buttons[verdict], value: approval_id, style, text: { type: 'plain_text', text: label } });
  const until = expires_at === undefined ? '' : `, until ${expires_at}`;
  return [
    { type: 'section', text: { type: 'mrkdwn', text: `*${escaped(of)}* waits for an approval\n${escaped(summary)}`, verbatim: true } },
    { type: 'context', elements: [{ type: 'mrkdwn', text: `Asked for by ${escaped(requester)}${until} · ${approval_id}`, verbatim: true }] },
    { type: 'actions', block_id: 'patchbay_approval', elements: [button('approve', 'Approve', 'primary'), button('reject', 'Reject', 'danger')] },
  ];
}

/** `approval.requested`: into the channel of the configuration. */
export async function onApprovalRequested({ subject, data }: HubEvent, ctx: Ctx<Config>): Promise<void> {
  if (ctx.config.approvals_channel === undefined || (await ctx.state.get(keyOf(subject))) !== undefined) return; // told at least once
  await ask(ctx.config.approvals_channel, { approval_id: subject, action: text(data['action']), summary: text(data['summary']), requester: text(data['requester']), expires_at: text(data['expires_at']) || undefined }, ctx);
}

/** `approval.approved`, `approval.rejected`: what was decided elsewhere has no buttons any more. */
export async function onApprovalDecided({ type, subject, data }: HubEvent, ctx: Ctx<Config>): Promise<void> {
  const place = await ctx.state.get<Place>(keyOf(subject));
  if (place === undefined) return;
  const said = `*${escaped(text(data['action']))}* was ${type === 'approval.approved' ? 'approved' : 'rejected'} by ${escaped(text(data['decided_by']))}\n${escaped(text(data['summary']))}`;
  await ctx.http.post('/chat.update', undefined, { form: { ...place, text: said, blocks: '[]', parse: 'none' }, retry: 'always' });
  await ctx.state.delete(keyOf(subject));
}

export interface Decider { readonly id: string; readonly name: string }

/** What to tell the person: the sentence, and whether it was decided. */
export async function decide(verdict: Verdict, id: string, by: Decider, ctx: Ctx<Config>): Promise<{ readonly decided: boolean; readonly said: string }> {
  const principal = Object.hasOwn(ctx.config.approvers, by.id) ? ctx.config.approvers[by.id] : undefined;
  if (principal === undefined) return { decided: false, said: `You may not decide approvals from here. Whoever administers the hub can add ${by.id} to \`approvers\`.` };
  try {
    const waiting = await ctx.query<JsonObject>('approval_get', { id });
    if (waiting['requester'] === principal) return { decided: false, said: 'You asked for this yourself: somebody else has to decide.' };
    await ctx.call(`approval_${verdict}`, { id, comment: `${by.name} (${by.id}) in Slack, who is ${principal}` });
    await ctx.state.delete(keyOf(id));
    return { decided: true, said: `*${escaped(text(waiting['action']))}* was ${verdict === 'approve' ? 'approved' : 'rejected'} by <@${by.id}>\n${escaped(text(waiting['summary']))}` };
  } catch (error) {
    if (error instanceof PluginError) return { decided: false, said: `That did not work: ${escaped(error.message)}` };
    throw error;
  }
}

/** Which of our buttons was pressed, and on what. */
export function pressed(body: Json): { readonly verdict: Verdict; readonly id: string } | undefined {
  const [id, value] = [at(body, 'actions.0.action_id'), at(body, 'actions.0.value')];
  const verdict = (Object.keys(buttons) as Verdict[]).find((each) => buttons[each] === id);
  return verdict === undefined || typeof value !== 'string' ? undefined : { verdict, id: value };
}

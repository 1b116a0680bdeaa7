/** What Slack sends: events, slash commands, buttons and forms. All come to one URL, and all want an answer within three seconds. */
import { at, type Ctx, type EventDraft, type Json, type JsonObject, type WebhookReply, type WebhookRequest } from '@patchbay/sdk';
import { decide, pressed, type Verdict } from './approvals.ts';
import type { Config } from './config.ts';
import { escaped, text } from './message.ts';

export function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  switch (at(body, 'type')) {
    case 'event_callback': return eventOf(body);
    case 'block_actions': return pressed(body) === undefined ? actionsOf(body) : []; // the hub tells of approvals itself
    case 'view_submission': return [{ type: 'slack.view_submission', subject: text(at(body, 'view.callback_id')) || text(at(body, 'view.id')) || 'view', data: { user: person(body), values: (at(body, 'view.state.values') ?? {}) as Json, private_metadata: text(at(body, 'view.private_metadata')) } }];
    case undefined: return commandOf(body);
    default: return [];
  }
}

function eventOf(body: Json): EventDraft[] {
  const event = at(body, 'event');
  const name = text(at(event, 'type'));
  if (!/^[a-z][a-z_]*(\.[a-z_]+)?$/.test(name) || isOwn(body, event)) return [];
  const subject = text(at(event, 'channel')) || text(at(event, 'channel.id')) || text(at(event, 'item.channel')) || text(at(event, 'user')) || text(at(event, 'user.id')) || text(at(body, 'team_id')) || 'workspace';
  return [{ type: `slack.${name}`, subject, data: { team: text(at(body, 'team_id')), event: (event ?? {}) as Json } }];
}

/** A rule that answers messages must not answer its own. */
const isOwn = (body: Json, event: unknown): boolean => {
  const app = text(at(body, 'api_app_id'));
  return app !== '' && (at(event, 'app_id') === app || at(event, 'bot_profile.app_id') === app);
};

/** Without `response_url` and `trigger_id`: whoever has those may speak for the app. */
const actionsOf = (body: Json): EventDraft[] => ((at(body, 'actions') ?? []) as readonly JsonObject[]).map((each) =>
  ({ type: 'slack.block_action', subject: text(each['action_id']) || 'action', data: { user: person(body), channel: text(at(body, 'channel.id')), message_ts: text(at(body, 'message.ts')), block_id: text(each['block_id']), value: text(each['value']) || text(at(each, 'selected_option.value')), action: each } }));

function commandOf(body: Json): EventDraft[] {
  const command = text(at(body, 'command'));
  if (command === '' || decisionOf(body) !== undefined) return [];
  return [{ type: 'slack.command', subject: command, data: { text: text(at(body, 'text')), user: { id: text(at(body, 'user_id')), name: text(at(body, 'user_name')) }, channel: text(at(body, 'channel_id')), team: text(at(body, 'team_id')) } }];
}

const person = (body: Json): JsonObject => ({ id: text(at(body, 'user.id')), name: text(at(body, 'user.username')) || text(at(body, 'user.name')) });

export async function respond({ body }: WebhookRequest, ctx: Ctx<Config>): Promise<WebhookReply> {
  const button = at(body, 'type') === 'block_actions' ? pressed(body) : undefined;
  if (button !== undefined) return answerButton(body, button, ctx);
  const command = decisionOf(body);
  if (command !== undefined) return answerCommand(body, command, ctx);
  if (at(body, 'type') === undefined && text(at(body, 'command')) !== '') return ephemeral(`Got it: ${escaped(text(at(body, 'command')))} ${escaped(text(at(body, 'text')))}`);
  return { text: '' };
}

async function answerButton(body: Json, { verdict, id }: { verdict: Verdict; id: string }, ctx: Ctx<Config>): Promise<WebhookReply> {
  const { decided, said } = await decide(verdict, id, { id: text(at(body, 'user.id')), name: text(at(body, 'user.username')) || text(at(body, 'user.name')) }, ctx);
  await ctx.http.post(text(at(body, 'response_url')), decided ? { replace_original: true, text: said, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: said, verbatim: true } }] } : { replace_original: false, response_type: 'ephemeral', text: said }, { auth: false, as: 'text' });
  return { text: '' };
}

async function answerCommand(body: Json, { verdict, id }: { verdict: Verdict; id: string }, ctx: Ctx<Config>): Promise<WebhookReply> {
  const { said } = await decide(verdict, id, { id: text(at(body, 'user_id')), name: text(at(body, 'user_name')) }, ctx);
  return ephemeral(said);
}

/** `/patchbay approve apr_…`, whatever the command is called. */
function decisionOf(body: Json): { verdict: Verdict; id: string } | undefined {
  const [, verdict, id] = /^\s*(approve|reject)\s+(apr_[0-9a-z]{1,60})\s*$/.exec(text(at(body, 'command')) === '' ? '' : text(at(body, 'text'))) ?? [];
  return verdict === undefined || id === undefined ? undefined : { verdict: verdict as Verdict, id };
}

const ephemeral = (said: string): WebhookReply => ({ json: { response_type: 'ephemeral', text: said } });

/** Change notifications of Graph. They have no content: what changed is looked up, within the three seconds that Graph waits. */
import { type Ctx, type EventDraft, type JsonObject, type WebhookReply, type WebhookRequest } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';
import type { Config } from './config.ts';
import { follow, renew } from './watch.ts';

const LIFECYCLE: Readonly<Record<string, string>> = { reauthorizationRequired: 'reauthorization_required', subscriptionRemoved: 'removed', missed: 'missed' };

export const toEvents = ({ body }: WebhookRequest): readonly EventDraft[] => list(body, 'value').flatMap(eventOf);

function eventOf(each: JsonObject): EventDraft[] {
  const lifecycle = string(each, 'lifecycleEvent');
  const drive = driveOf(each);
  const data = { subscription_id: string(each, 'subscriptionId'), drive_id: drive, resource: string(each, 'resource'), directory: string(each, 'tenantId') };
  if (lifecycle === '') return [{ type: 'sharepoint.drive.changed', subject: drive || 'drive', data }];
  return LIFECYCLE[lifecycle] === undefined ? [] : [{ type: `sharepoint.watch.${LIFECYCLE[lifecycle]}`, subject: drive || data.subscription_id, data }];
}

const driveOf = (each: JsonObject): string => /(?:^|\/)drives\/([^/]+)/.exec(string(each, 'resource'))?.[1] ?? '';

/** Graph is answered well in any case: what could not be looked up now is at the next look. */
export async function respond({ body }: WebhookRequest, ctx: Ctx<Config>): Promise<WebhookReply> {
  const told = list(body, 'value');
  for (const id of new Set(told.map((each) => string(each, 'subscriptionId')))) {
    const lifecycle = told.filter((each) => string(each, 'subscriptionId') === id).map((each) => string(each, 'lifecycleEvent'));
    try {
      await follow(id, ctx);
      if (lifecycle.some((event) => event === 'reauthorizationRequired' || event === 'subscriptionRemoved')) await renew(id, ctx);
    } catch (error) {
      ctx.log.warn('what changed could not be read now', { subscription: id, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { status: 202 };
}

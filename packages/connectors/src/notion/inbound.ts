/** What Notion sends: which thing changed, and how. What it is now has to be asked for. */
import { at, type EventDraft, type Json, type WebhookRequest } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';

/** `notion.page.created`, `notion.data_source.schema_updated`, and names that are new. */
export function toEvents({ event, body }: WebhookRequest): readonly EventDraft[] {
  if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(event)) return [];
  const id = string(body, 'entity.id');
  return [{
    type: `notion.${event}`, subject: id || 'notion',
    data: {
      id, entity: string(body, 'entity.type'), parent: string(body, 'data.parent.id'), parent_type: string(body, 'data.parent.type'), workspace: string(body, 'workspace_name'), at: string(body, 'timestamp'),
      authors: list(body, 'authors').map((each) => ({ id: string(each, 'id'), type: string(each, 'type') })), changed_blocks: list(body, 'data.updated_blocks').map((each) => string(each, 'id')),
      changed_properties: changedProperties(body), payload: body as Json,
    },
  }];
}

/** By their ids; a schema says more about each. */
const changedProperties = (body: Json): string[] => ((at(body, 'data.updated_properties') ?? []) as readonly Json[]).map((each) => (typeof each === 'string' ? each : string(each, 'id')));

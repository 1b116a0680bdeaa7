/** What a business rule or flow in ServiceNow tells: our script, or anything with a `type`. */
import { at, type EventDraft, type Json, type JsonObject, type WebhookRequest } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { CHANGE_STATES, INCIDENT_STATES } from './fields.ts';

const STATES: Readonly<Record<string, Readonly<Record<string, string>>>> = { incident: INCIDENT_STATES, change_request: CHANGE_STATES };

/** `servicenow.incident.updated`, `servicenow.change_request.approved`. */
export function toEvents({ event, body }: WebhookRequest): readonly EventDraft[] {
  const type = event || string(body, 'type');
  if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(type)) return [];
  const said = at(body, 'data') ?? body;
  const table = string(said, 'table') || type.split('.')[0]!;
  return [{
    type: `servicenow.${type}`, subject: string(said, 'number') || string(said, 'sys_id') || 'servicenow',
    data: { table, id: string(said, 'sys_id'), number: string(said, 'number'), summary: string(said, 'short_description'), state: nameOf(string(said, 'state'), table), ...before(said, table), approval: string(said, 'approval'), priority: string(said, 'priority'), correlation_id: string(said, 'correlation_id'), by: string(said, 'updated_by'), payload: body as Json },
  }];
}

const nameOf = (state: string, table: string): string => Object.entries(STATES[table] ?? {}).find(([, value]) => value === state)?.[0] ?? state;

function before(said: unknown, table: string): JsonObject {
  const state = string(said, 'previous_state');
  return state === '' || state === string(said, 'state') ? {} : { previous_state: nameOf(state, table) };
}

/** What the actions of ServiceNow share. Every value there is text; asked for in both forms, it comes as it is kept and as people read it. */
import { type Infer, type JsonObject, t } from '@patchbay/sdk';
import { instantOf, labelAt, valueAt } from './values.ts';

export const config = t.object({
  base_url: t.url({ description: 'Your instance.', examples: ['https://acme.service-now.com'] }),
  username: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Of a password: the user that the hub acts as.', examples: ['patchbay'] })),
  client_id: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Of a client secret: the client of the OAuth application.' })),
  password: t.secret({ description: 'Password of the user.', required: false }),
  client_secret: t.secret({ description: 'In place of it: secret of an OAuth application that allows client credentials.', required: false }),
  api_key: t.secret({ description: 'In place of it: an inbound REST API key.', required: false }),
  webhook_secret: t.secret({ description: 'Secret that the script in ServiceNow signs with (whsec_…).', required: false }),
  webhook_token: t.secret({ description: 'Token that a flow shows in its header, where it does not sign.', required: false }),
});
export type Config = Infer<typeof config>;

const SYS_ID = '[0-9a-f]{32}';
export const sysId = (description: string) => t.string({ pattern: `^${SYS_ID}$`, description, examples: ['46d44a23a9fe19810012d100cca80666'] });
/** A number for people, or the id of the record. */
export const idOf = (example: string) => t.string({ pattern: `^(${SYS_ID}|[A-Z][A-Z_]{1,39}[0-9]{3,20})$`, maxLength: 64, description: 'Number or sys_id.', examples: [example] });
export const table = t.string({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 80, description: 'Table, by its name.', examples: ['cmdb_ci_service'] });
export const summary = t.string({ minLength: 1, maxLength: 160, pattern: '\\S', description: 'Short description, one line.', examples: ['5xx above 5 %'] });
export const description = t.string({ maxLength: 4000, description: 'Description.' });
export const values = t.record(t.union([t.string(), t.number(), t.boolean()]), { description: 'Values by the name of their field; references by their sys_id.', examples: [{ u_region: 'eu' }] });
export const fields = t.optional(values);
export const level = (what: string) => t.optional(t.enum(['high', 'medium', 'low'], { description: what }));
export const group = t.optional(sysId('Group that works on it; see find_groups.'));
export const person = t.optional(sysId('Who works on it; see find_users.'));
export const item = t.optional(sysId('Configuration item that it is about.'));
export const limit = t.integer({ minimum: 1, maximum: 1000, default: 100, description: 'At most.' });
export const encoded = (example: string) => t.string({ maxLength: 4000, default: '', description: 'Encoded query; everything, if empty. A field that the table does not have is refused: ServiceNow itself would leave out that condition.', examples: [example] });
export const ignored = t.array(t.string(), { description: 'Fields that were given and that the table does not have, or does not show to this account.' });

export const LEVELS = { high: '1', medium: '2', low: '3' } as const;
export const INCIDENT_STATES = { new: '1', in_progress: '2', on_hold: '3', resolved: '6', closed: '7', canceled: '8' } as const;
export const CHANGE_STATES = { new: '-5', assess: '-4', authorize: '-3', scheduled: '-2', implement: '-1', review: '0', closed: '3', canceled: '4' } as const;

/** Instances have states of their own: those go by what people read. */
export function stateOf(each: JsonObject, states: Readonly<Record<string, string>>): string {
  const value = valueAt(each, 'state');
  return Object.entries(states).find(([, known]) => known === value)?.[0] ?? (labelAt(each, 'state') || value);
}

const task = {
  id: t.string({ description: 'sys_id.' }),
  number: t.string({ description: 'Number.' }),
  summary: t.string({ description: 'Short description.' }),
  description: t.string({ description: 'Description.' }),
  priority: t.string({ description: 'Priority, as people read it.' }),
  group: t.string({ description: 'Group that works on it, by its sys_id; empty for none.' }),
  group_name: t.string({ description: 'Its name.' }),
  assignee: t.string({ description: 'Who works on it, by sys_id; empty for nobody.' }),
  assignee_name: t.string({ description: 'Their name.' }),
  item: t.string({ description: 'Configuration item, by its sys_id.' }),
  item_name: t.string({ description: 'Its name.' }),
  correlation_id: t.string({ description: 'Its id elsewhere.' }),
  close_code: t.string({ description: 'How it ended.' }),
  close_notes: t.string({ description: 'What ended it.' }),
  created_at: t.string({ description: 'When it was made.' }),
  updated_at: t.string({ description: 'When it changed last.' }),
  url: t.string({ description: 'Its page.' }),
};

export const incidentFields = {
  ...task,
  state: t.string({ description: 'new, in_progress, on_hold, resolved, closed, canceled, or a state of your own.' }),
  category: t.string({ description: 'Category.' }),
  caller: t.string({ description: 'Who reported it, by sys_id.' }),
  resolved_at: t.string({ description: 'When it was resolved; empty if it is not.' }),
};
export const incident = t.object(incidentFields);

export const changeFields = {
  ...task,
  state: t.string({ description: 'new, assess, authorize, scheduled, implement, review, closed, canceled, or a state of your own.' }),
  type: t.string({ description: 'normal, emergency or standard.' }),
  risk: t.string({ description: 'Risk, as people read it.' }),
  approval: t.string({ description: 'not requested, requested, approved or rejected.' }),
  on_hold: t.boolean({ description: 'It is on hold.' }),
  starts_at: t.string({ description: 'Planned start.' }),
  ends_at: t.string({ description: 'Planned end.' }),
};
export const change = t.object(changeFields);

const TASK = ['sys_id', 'number', 'short_description', 'description', 'state', 'priority', 'assignment_group', 'assigned_to', 'cmdb_ci', 'correlation_id', 'close_code', 'close_notes', 'sys_created_on', 'sys_updated_on'];
/** Asked for by name: a task has a hundred fields. */
export const INCIDENT = [...TASK, 'category', 'caller_id', 'resolved_at'];
export const CHANGE = [...TASK, 'type', 'risk', 'approval', 'on_hold', 'start_date', 'end_date'];

export const pageOf = (of: string, id: string, { base_url }: Config): string => `${base_url.replace(/\/$/, '')}/${of}.do?sys_id=${id}`;

const taskOf = (each: JsonObject, of: string, config_: Config) => ({
  id: valueAt(each, 'sys_id'), number: valueAt(each, 'number'), summary: valueAt(each, 'short_description'), description: valueAt(each, 'description'), priority: labelAt(each, 'priority'),
  group: valueAt(each, 'assignment_group'), group_name: labelAt(each, 'assignment_group'), assignee: valueAt(each, 'assigned_to'), assignee_name: labelAt(each, 'assigned_to'), item: valueAt(each, 'cmdb_ci'), item_name: labelAt(each, 'cmdb_ci'),
  correlation_id: valueAt(each, 'correlation_id'), close_code: valueAt(each, 'close_code'), close_notes: valueAt(each, 'close_notes'), created_at: instantOf(valueAt(each, 'sys_created_on')), updated_at: instantOf(valueAt(each, 'sys_updated_on')), url: pageOf(of, valueAt(each, 'sys_id'), config_),
});

export const incidentOf = (each: JsonObject, of: Config): Infer<typeof incident> => ({
  ...taskOf(each, 'incident', of), state: stateOf(each, INCIDENT_STATES), category: valueAt(each, 'category'), caller: valueAt(each, 'caller_id'), resolved_at: instantOf(valueAt(each, 'resolved_at')),
});

export const changeOf = (each: JsonObject, of: Config): Infer<typeof change> => ({
  ...taskOf(each, 'change_request', of), state: stateOf(each, CHANGE_STATES), type: valueAt(each, 'type'), risk: labelAt(each, 'risk'), approval: valueAt(each, 'approval'), on_hold: valueAt(each, 'on_hold') === 'true',
  starts_at: instantOf(valueAt(each, 'start_date')), ends_at: instantOf(valueAt(each, 'end_date')),
});

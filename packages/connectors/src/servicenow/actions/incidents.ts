/** Incidents. */
import { action, type Ctx, type Infer, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { given } from '../../wire/fields.ts';
import { type Config, description, encoded, fields, group, idOf, ignored, INCIDENT, incident, INCIDENT_STATES, incidentFields, incidentOf, item, level, LEVELS, limit, person, summary, sysId } from '../fields.ts';
import { change, checkedRecords, ignoredOf, insert, record, records } from '../table.ts';
import { quoted, valueAt } from '../values.ts';

const id = idOf('INC0010042');
const correlation = t.string({ minLength: 1, maxLength: 100, description: 'Its id elsewhere.', examples: ['shop/production/5xx'] });
const category = t.optional(t.string({ minLength: 1, maxLength: 40, description: 'Category, by its value.', examples: ['software'] }));
const impact = level('How many it hurts; with the urgency it makes the priority.');
const urgency = level('How soon it must end.');
const written = { description: t.optional(description), impact, urgency, category, group, assignee: person, item, fields };
const changed = t.object({ ...incidentFields, ignored });

export const incidentActions = {
  create_incident: action({
    title: 'Create an incident', description: 'Creates an incident. With a correlation_id that an open incident has already, that one is answered and none is made.', safety: 'moderate',
    input: t.object({ summary, ...written, caller: t.optional(sysId('Who reports it; see find_users.')), correlation_id: t.optional(correlation) }), output: t.object({ ...incidentFields, created: t.boolean({ description: 'False when there was one.' }), ignored }),
    example: { summary: '5xx above 5 % in production', description: 'Since 09:30.', impact: 'high', urgency: 'high', correlation_id: 'shop/production/5xx' },
    run: create,
  }),
  update_incident: action({
    title: 'Change an incident', description: 'Changes fields of an incident; what is not given stays.', safety: 'moderate', idempotent: true,
    input: t.object({ id, summary: t.optional(summary), state: t.optional(t.enum(['new', 'in_progress', 'on_hold'], { description: 'Where it stands; resolve_incident ends it.' })), ...written }), output: changed, example: { id: 'INC0010042', state: 'in_progress', assignee: '46d44a23a9fe19810012d100cca80666' },
    async run({ id: of, ...rest }, ctx: Ctx<Config>) {
      return shown(await change('incident', valueAt(await record('incident', of, ['sys_id'], ctx), 'sys_id'), told(rest), asked(rest.fields), ctx), rest.fields, ctx);
    },
  }),
  resolve_incident: action({
    title: 'Resolve an incident', description: 'Says what ended an incident. One that is resolved or closed stays as it is.', safety: 'moderate', idempotent: true,
    input: t.object({ id, notes: t.string({ minLength: 1, maxLength: 4000, pattern: '\\S', description: 'What ended it.' }), code: t.string({ minLength: 1, maxLength: 80, default: 'Solution provided', description: 'Resolution code of your instance.' }), fields }), output: changed, example: { id: 'INC0010042', notes: 'Rolled back to 1.3.0.', code: 'Solution provided' },
    async run({ id: of, notes, code, fields: more }, ctx: Ctx<Config>) {
      const known = await record('incident', of, INCIDENT, ctx);
      if (DONE.has(valueAt(known, 'state'))) return shown(known, {}, ctx);
      return shown(await change('incident', valueAt(known, 'sys_id'), { state: INCIDENT_STATES.resolved, close_code: code, close_notes: notes, ...more }, asked(more), ctx), more, ctx);
    },
  }),
};

export const incidentQueries = {
  get_incident: query({
    title: 'Get an incident', description: 'One incident.', input: t.object({ id }), output: incident, example: { id: 'INC0010042' },
    run: async ({ id: of }, ctx: ReadCtx<Config>) => incidentOf(await record('incident', of, INCIDENT, ctx), ctx.config),
  }),
  query_incidents: query({
    title: 'Query incidents', description: 'Incidents that match, the newest first.', input: t.object({ query: encoded('active=true^priority=1'), limit }), output: t.object({ items: t.array(incident) }), example: { query: 'active=true^priority=1', limit: 100 },
    run: async ({ query: where, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await checkedRecords('incident', { query: where, fields: INCIDENT, limit: most }, ctx)).map((each) => incidentOf(each, ctx.config)) }),
  }),
};

const DONE = new Set<string>([INCIDENT_STATES.resolved, INCIDENT_STATES.closed]);

interface Told {
  readonly summary?: string | undefined; readonly description?: string | undefined; readonly impact?: keyof typeof LEVELS | undefined; readonly urgency?: keyof typeof LEVELS | undefined; readonly category?: string | undefined; readonly group?: string | undefined;
  readonly assignee?: string | undefined; readonly item?: string | undefined; readonly state?: keyof typeof INCIDENT_STATES | undefined; readonly caller?: string | undefined; readonly correlation_id?: string | undefined; readonly fields?: Fields;
}
type Fields = Readonly<Record<string, string | number | boolean>> | undefined;

const told = ({ summary: line, description: text, impact: hurts, urgency: soon, category: kind, group: by, assignee, item: about, state, caller, correlation_id, fields: more }: Told) => given({
  short_description: line, description: text, impact: hurts === undefined ? undefined : LEVELS[hurts], urgency: soon === undefined ? undefined : LEVELS[soon], category: kind, assignment_group: by, assigned_to: assignee, cmdb_ci: about,
  state: state === undefined ? undefined : INCIDENT_STATES[state], caller_id: caller, correlation_id, ...more,
});

const asked = (more: Fields): readonly string[] => [...new Set([...INCIDENT, ...Object.keys(more ?? {})])];
const shown = (answer: JsonObject, more: Fields, ctx: ReadCtx<Config>): Infer<typeof changed> => ({ ...incidentOf(answer, ctx.config), ignored: ignoredOf(more, answer) });

async function create(input: Told, ctx: Ctx<Config>) {
  const { correlation_id: same, fields: more } = input;
  if (more !== undefined && Object.hasOwn(more, 'correlation_id')) throw new PluginError('invalid', 'Expected correlation_id beside fields, not among them', { field: 'fields' });
  const known = same === undefined ? undefined : (await records('incident', { query: `correlation_id=${quoted(same)}^stateNOT IN${[...DONE, INCIDENT_STATES.canceled].join(',')}`, fields: INCIDENT, limit: 1 }, ctx))[0];
  if (known !== undefined) return { ...shown(known, {}, ctx), created: false };
  return { ...shown(await insert('incident', told(input), asked(more), ctx), more, ctx), created: true };
}

/** Change requests and their approvals. */
import { action, at, type Ctx, type Infer, type JsonObject, PluginError, query, type ReadCtx, t } from '@patchbay/sdk';
import { given } from '../../wire/fields.ts';
import { CHANGE, change, CHANGE_STATES, changeFields, changeOf, type Config, description, encoded, fields, group, idOf, ignored, item, level, LEVELS, limit, person, stateOf, summary, sysId } from '../fields.ts';
import { change as patch, checkedRecords, ignoredOf, record, records } from '../table.ts';
import { instantOf, labelAt, timeOf, valueAt } from '../values.ts';

const id = idOf('CHG0030042');
const plan = (what: string) => t.optional(t.string({ maxLength: 4000, description: what }));
const RISKS = { high: '2', moderate: '3', low: '4' } as const;
const written = {
  description: t.optional(description), justification: plan('Why it is made.'), implementation_plan: plan('How it is made.'), backout_plan: plan('How it is taken back.'), test_plan: plan('How it is tested.'), risk: t.optional(t.enum(['high', 'moderate', 'low'], { description: 'Risk.' })), impact: level('How much it touches.'),
  starts_at: t.optional(t.instant({ description: 'Planned start.' })), ends_at: t.optional(t.instant({ description: 'Planned end.' })), group, assignee: person, item, fields,
};
const changed = t.object({ ...changeFields, ignored });
const to = t.enum(['assess', 'authorize', 'scheduled', 'implement', 'review', 'canceled'], { description: 'Where to; assess asks for approvals. close_change closes it.' });

export const changeActions = {
  create_change: action({
    title: 'Create a change request', description: 'Creates a change request. A standard one is made from its template, and is approved already.', safety: 'moderate',
    input: t.object({ type: t.enum(['normal', 'emergency', 'standard'], { default: 'normal', description: 'Type.' }), template: t.optional(sysId('Template of a standard change.')), summary, correlation_id: t.optional(t.string({ minLength: 1, maxLength: 100, description: 'Its id elsewhere: of a deployment.' })), ...written }), output: changed,
    example: { type: 'normal', summary: 'Deploy shop 1.4.0 to production', justification: 'Faster baskets.', backout_plan: 'Roll back to 1.3.0.', risk: 'moderate', starts_at: '2026-11-20T20:00:00Z', ends_at: '2026-11-20T20:30:00Z', correlation_id: 'dep_01jd8xk3v2q4r6t8w0y2a4c6e8' },
    run: create,
  }),
  update_change: action({
    title: 'Change a change request', description: 'Changes fields of a change request; what is not given stays.', safety: 'moderate', idempotent: true, input: t.object({ id, summary: t.optional(summary), ...written }), output: changed, example: { id: 'CHG0030042', risk: 'low' },
    async run({ id: of, ...rest }, ctx: Ctx<Config>) {
      return shown(await patch('change_request', valueAt(await record('change_request', of, ['sys_id'], ctx), 'sys_id'), told(rest), asked(rest.fields), ctx), rest.fields, ctx);
    },
  }),
  move_change: action({
    title: 'Move a change request', description: 'Moves a change request along its states; its model says which way is open. One that is there already stays.', safety: 'moderate', idempotent: true,
    input: t.object({ id, to, notes: t.optional(t.string({ minLength: 1, maxLength: 4000, description: 'Why, for its work notes.' })) }), output: change, example: { id: 'CHG0030042', to: 'assess' },
    async run({ id: of, to: state, notes }, ctx: Ctx<Config>) {
      const known = await record('change_request', of, CHANGE, ctx);
      return stateOf(known, CHANGE_STATES) === state ? changeOf(known, ctx.config) : changeOf(await move(known, given({ state: CHANGE_STATES[state], work_notes: notes }), ctx), ctx.config);
    },
  }),
  close_change: action({
    title: 'Close a change request', description: 'Says how a change ended; one that is being implemented is taken through its review. One that is closed stays as it is.', safety: 'moderate', idempotent: true,
    input: t.object({ id, result: t.enum(['successful', 'successful_issues', 'unsuccessful'], { description: 'How it ended.' }), notes: t.string({ minLength: 1, maxLength: 4000, pattern: '\\S', description: 'What happened.' }) }), output: change, example: { id: 'CHG0030042', result: 'successful', notes: 'Deployed, all checks passed.' },
    run: close,
  }),
};

export const changeQueries = {
  get_change: query({
    title: 'Get a change request', description: 'One change request.', input: t.object({ id }), output: change, example: { id: 'CHG0030042' },
    run: async ({ id: of }, ctx: ReadCtx<Config>) => changeOf(await record('change_request', of, CHANGE, ctx), ctx.config),
  }),
  query_changes: query({
    title: 'Query change requests', description: 'Change requests that match, the newest first.', input: t.object({ query: encoded('active=true^type=normal'), limit }), output: t.object({ items: t.array(change) }), example: { query: 'active=true^type=normal', limit: 100 },
    run: async ({ query: where, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await checkedRecords('change_request', { query: where, fields: CHANGE, limit: most }, ctx)).map((each) => changeOf(each, ctx.config)) }),
  }),
  get_approvals: query({
    title: 'Get the approvals of a change request', description: 'Whether a change request is approved, and what each approver said.', input: t.object({ id }),
    output: t.object({
      number: t.string({ description: 'Number of the change request.' }), approval: t.string({ description: 'not requested, requested, approved or rejected.' }), approved: t.boolean({ description: 'It may go on.' }),
      items: t.array(t.object({ id: t.string({ description: 'sys_id of the approval.' }), approver: t.string({ description: 'Who is asked, by sys_id.' }), approver_name: t.string({ description: 'Their name.' }), group_name: t.string({ description: 'Group that they are asked for.' }), state: t.string({ description: 'requested, approved, rejected, not_required or cancelled.' }), updated_at: t.string({ description: 'When it changed last.' }) }), { description: 'Who was asked.' }),
    }),
    example: { id: 'CHG0030042' },
    async run({ id: of }, ctx: ReadCtx<Config>) {
      const known = await record('change_request', of, ['sys_id', 'number', 'approval'], ctx);
      const asked_ = await records('sysapproval_approver', { query: `sysapproval=${valueAt(known, 'sys_id')}^ORDERBYsys_created_on`, fields: ['sys_id', 'approver', 'group', 'state', 'sys_updated_on'], limit: MOST_APPROVERS }, ctx);
      return { number: valueAt(known, 'number'), approval: valueAt(known, 'approval'), approved: valueAt(known, 'approval') === 'approved', items: asked_.map(approverOf) };
    },
  }),
};

const MOST_APPROVERS = 200;
const approverOf = (each: JsonObject) => ({ id: valueAt(each, 'sys_id'), approver: valueAt(each, 'approver'), approver_name: labelAt(each, 'approver'), group_name: labelAt(each, 'group'), state: valueAt(each, 'state'), updated_at: instantOf(valueAt(each, 'sys_updated_on')) });

type Fields = Readonly<Record<string, string | number | boolean>> | undefined;
interface Told {
  readonly summary?: string | undefined; readonly description?: string | undefined; readonly justification?: string | undefined; readonly implementation_plan?: string | undefined; readonly backout_plan?: string | undefined; readonly test_plan?: string | undefined;
  readonly risk?: keyof typeof RISKS | undefined; readonly impact?: keyof typeof LEVELS | undefined; readonly starts_at?: string | undefined; readonly ends_at?: string | undefined; readonly group?: string | undefined; readonly assignee?: string | undefined; readonly item?: string | undefined;
  readonly correlation_id?: string | undefined; readonly fields?: Fields;
}

const told = ({ summary: line, risk, impact, starts_at, ends_at, group: by, assignee, item: about, fields: more, ...same }: Told) => given({
  ...same, short_description: line, risk: risk === undefined ? undefined : RISKS[risk], impact: impact === undefined ? undefined : LEVELS[impact], start_date: starts_at === undefined ? undefined : timeOf(starts_at), end_date: ends_at === undefined ? undefined : timeOf(ends_at),
  assignment_group: by, assigned_to: assignee, cmdb_ci: about, ...more,
});

const asked = (more: Fields): readonly string[] => [...new Set([...CHANGE, ...Object.keys(more ?? {})])];
const shown = (answer: JsonObject, more: Fields, ctx: ReadCtx<Config>): Infer<typeof changed> => ({ ...changeOf(answer, ctx.config), ignored: ignoredOf(more, answer) });

async function create({ type, template, ...rest }: Told & { readonly type: 'normal' | 'emergency' | 'standard'; readonly template?: string | undefined }, ctx: Ctx<Config>) {
  if ((type === 'standard') !== (template !== undefined)) throw new PluginError('invalid', type === 'standard' ? 'A standard change is made from a template; expected its sys_id' : `A ${type} change has no template`, { field: 'template' });
  const made = at(await ctx.http.post(`/api/sn_chg_rest/change/${type}${template === undefined ? '' : `/${template}`}`, told(rest)), 'result') as JsonObject;
  return shown(made, rest.fields, ctx);
}

const move = (known: JsonObject, values: Readonly<Record<string, unknown>>, ctx: Ctx<Config>): Promise<JsonObject> => patch('change_request', valueAt(known, 'sys_id'), values, CHANGE, ctx, 'work_notes' in values ? 'safe' : 'always');

async function close({ id: of, result, notes }: { readonly id: string; readonly result: string; readonly notes: string }, ctx: Ctx<Config>): Promise<Infer<typeof change>> {
  const known = await record('change_request', of, CHANGE, ctx);
  const state = stateOf(known, CHANGE_STATES);
  if (state === 'closed') return changeOf(known, ctx.config);
  if (state === 'implement') await move(known, { state: CHANGE_STATES.review }, ctx);
  return changeOf(await move(known, { state: CHANGE_STATES.closed, close_code: result, close_notes: notes }, ctx), ctx.config);
}

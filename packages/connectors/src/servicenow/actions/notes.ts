/** What is put to records of any kind of task: notes and files; and the people and groups that they name. */
import { action, at, type Ctx, type JsonObject, query, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import { type Config, idOf, limit } from '../fields.ts';
import { change, record, records } from '../table.ts';
import { quoted, valueAt } from '../values.ts';

const id = idOf('INC0010042');
const text = t.string({ minLength: 1, maxLength: 255, description: 'Part of the name.', examples: ['ada'] });

export const noteActions = {
  add_note: action({
    title: 'Add a note', description: 'Adds a note to an incident, a change request or any other task.', safety: 'moderate',
    input: t.object({ id, text: t.string({ minLength: 1, maxLength: 32_000, pattern: '\\S', description: 'What it says.' }), visible_to: t.enum(['workers', 'caller'], { default: 'workers', description: 'workers: a work note. caller: a comment that who reported it sees, too.' }) }), output: t.object({ id: t.string({ description: 'sys_id of the task.' }), number: t.string({ description: 'Its number.' }) }),
    example: { id: 'INC0010042', text: 'Rolled back.', visible_to: 'workers' },
    async run({ id: of, text: words, visible_to }, ctx: Ctx<Config>) {
      const task = await taskOf(of, ctx);
      await change(task.table, task.id, { [visible_to === 'workers' ? 'work_notes' : 'comments']: words }, ['sys_id'], ctx, 'safe');
      return { id: task.id, number: task.number };
    },
  }),
  attach_file: action({
    title: 'Attach a file', description: 'Attaches a file to an incident, a change request or any other task.', safety: 'moderate',
    input: t.object({ id, name: t.string({ minLength: 1, maxLength: 100, pattern: '^[^/\\\\\\u0000-\\u001f]+$', description: 'Name of the file.', examples: ['deploy.log'] }), type: t.string({ pattern: '^[a-z]+/[A-Za-z0-9.+-]+$', maxLength: 100, default: 'application/octet-stream', description: 'Media type.' }), base64: t.string({ minLength: 4, maxLength: 4_000_000, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'Its bytes in base64.' }) }),
    output: t.object({ id: t.string({ description: 'sys_id of the attachment.' }), size: t.string({ description: 'Bytes.' }) }), example: { id: 'CHG0030042', name: 'deploy.log', type: 'text/plain', base64: 'QWxsIGlzIHdlbGwuCg==' },
    async run({ id: of, name, type, base64 }, ctx: Ctx<Config>) {
      const task = await taskOf(of, ctx);
      const made = at((await ctx.http.request({ method: 'POST', url: '/api/now/attachment/file', query: { table_name: task.table, table_sys_id: task.id, file_name: name }, headers: { 'content-type': type }, base64 })).body, 'result') as JsonObject;
      return { id: string(made, 'sys_id'), size: string(made, 'size_bytes') };
    },
  }),
};

export const peopleQueries = {
  find_users: query({
    title: 'Find users', description: 'Active users by a part of their name, user name or e-mail.', input: t.object({ text, limit }),
    output: t.object({ items: t.array(t.object({ id: t.string({ description: 'sys_id.' }), name: t.string({ description: 'Name.' }), username: t.string({ description: 'User name.' }), email: t.string({ description: 'E-mail.' }) })) }), example: { text: 'ada', limit: 10 },
    async run({ text: part, limit: most }, ctx: ReadCtx<Config>) {
      const like = quoted(part);
      const found = await records('sys_user', { query: `active=true^nameLIKE${like}^ORuser_nameLIKE${like}^ORemailLIKE${like}^ORDERBYname`, fields: ['sys_id', 'name', 'user_name', 'email'], limit: most }, ctx);
      return { items: found.map((each) => ({ id: valueAt(each, 'sys_id'), name: valueAt(each, 'name'), username: valueAt(each, 'user_name'), email: valueAt(each, 'email') })) };
    },
  }),
  find_groups: query({
    title: 'Find groups', description: 'Active groups by a part of their name.', input: t.object({ text, limit }), output: t.object({ items: t.array(t.object({ id: t.string({ description: 'sys_id.' }), name: t.string({ description: 'Name.' }) })) }), example: { text: 'shop', limit: 10 },
    run: async ({ text: part, limit: most }, ctx: ReadCtx<Config>) => ({ items: (await records('sys_user_group', { query: `active=true^nameLIKE${quoted(part)}^ORDERBYname`, fields: ['sys_id', 'name'], limit: most }, ctx)).map((each) => ({ id: valueAt(each, 'sys_id'), name: valueAt(each, 'name') })) }),
  }),
};

/** All kinds of tasks are in one table, which says in which other each of them is. */
async function taskOf(of: string, ctx: Ctx<Config>): Promise<{ readonly id: string; readonly number: string; readonly table: string }> {
  const found = await record('task', of, ['sys_id', 'number', 'sys_class_name'], ctx);
  return { id: valueAt(found, 'sys_id'), number: valueAt(found, 'number'), table: valueAt(found, 'sys_class_name') || 'task' };
}

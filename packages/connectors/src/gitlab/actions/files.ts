/** Files of a project, one commit for each change. */
import { action, at, type Ctx, type JsonObject, query, t } from '@patchbay/sdk';
import { base64Of, textOf } from '../../wire/base64.ts';
import { given, string } from '../../wire/fields.ts';
import { segment } from '../../wire/path.ts';
import { type Config, project, ref, where } from '../fields.ts';

const path = t.string({ minLength: 1, maxLength: 1024, pattern: '^[^/]', description: 'Path of the file.', examples: ['deploy/values.yaml'] });
const encoding = t.enum(['text', 'base64'], { default: 'text', description: 'How the content is written: text, or base64 of bytes that are none.' });

export const fileActions = {
  put_file: action({
    title: 'Write a file', description: 'Writes a file to a branch as one commit. A file that has this content already is left as it is.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, path, content: t.string({ maxLength: 1_400_000, description: 'The whole content.' }), encoding, message: t.string({ minLength: 1, maxLength: 1000, description: 'Message of the commit.' }), branch: t.optional(ref),
      previous: t.optional(t.string({ pattern: '^[0-9a-f]{40,64}$', description: 'The last commit of the file that is replaced: refused if somebody else was faster.' })),
    }),
    output: t.object({ branch: t.string({ description: 'The branch that it is on.' }), changed: t.boolean({ description: 'There was something to write.' }) }),
    example: { owner: 'acme', repository: 'shop', path: 'deploy/values.yaml', content: 'replicas: 3\n', encoding: 'text', message: 'Three replicas', branch: 'main' },
    async run({ owner, repository, path: of, content, encoding: written, message, branch: wanted, previous }, ctx: Ctx<Config>) {
      const base = project({ owner, repository });
      const url = `${base}/repository/files/${segment(of)}`;
      const branch = wanted ?? string(await ctx.http.get(base), 'default_branch');
      const { status, body } = await ctx.http.request<JsonObject>({ url, query: { ref: branch }, accept: [404] });
      const bytes = written === 'text' ? base64Of(content) : content.replaceAll(/\s/g, '');
      if (status !== 404 && previous === undefined && string(body, 'content') === bytes) return { branch, changed: false };
      const json = given({ branch, content: bytes, encoding: 'base64', commit_message: message, last_commit_id: previous });
      await ctx.http.request({ method: status === 404 ? 'POST' : 'PUT', url, json });
      return { branch, changed: true };
    },
  }),
};

export const fileQueries = {
  get_file: query({
    title: 'Read a file', description: 'A file at a branch, tag or commit.', input: t.object({ ...where, path, ref: t.string({ minLength: 1, maxLength: 255, default: 'HEAD', description: 'Branch, tag or commit; the default branch, if absent.' }) }),
    output: t.object({ path: t.string({ description: 'Path.' }), last_commit: t.string({ description: 'The last commit that changed it.' }), size: t.integer({ description: 'Bytes.' }), content: t.string({ description: 'The whole content.' }), encoding: t.enum(['text', 'base64'], { description: 'base64 when it is no text.' }) }),
    example: { owner: 'acme', repository: 'shop', path: 'deploy/values.yaml', ref: 'main' },
    async run({ owner, repository, path: of, ref: version }, ctx) {
      const body = await ctx.http.get<JsonObject>(`${project({ owner, repository })}/repository/files/${segment(of)}`, { query: { ref: version } });
      const readable = textOf(string(body, 'content'));
      return { path: string(body, 'file_path'), last_commit: string(body, 'last_commit_id'), size: Number(at(body, 'size') ?? 0), content: readable ?? string(body, 'content'), encoding: readable === undefined ? ('base64' as const) : ('text' as const) };
    },
  }),
};

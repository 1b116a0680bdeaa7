/** Files of a repository, one commit for each change. */
import { action, at, type Ctx, type JsonObject, PluginError, query, t } from '@patchbay/sdk';
import { base64Of, textOf } from '../../wire/base64.ts';
import { type Config, ref, repo, where } from '../fields.ts';
import { given, string } from '../../wire/fields.ts';
import { segments } from '../../wire/path.ts';

const path = t.string({ minLength: 1, maxLength: 1024, pattern: '^[^/]', description: 'Path of the file.', examples: ['deploy/values.yaml'] });
const encoding = t.enum(['text', 'base64'], { default: 'text', description: 'How the content is written: text, or base64 of bytes that are none.' });

export const fileActions = {
  put_file: action({
    title: 'Write a file', description: 'Writes a file to a branch as one commit. A file that has this content already is left as it is.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, path, content: t.string({ maxLength: 1_400_000, description: 'The whole content.' }), encoding, message: t.string({ minLength: 1, maxLength: 1000, description: 'Message of the commit.' }),
      branch: t.optional(t.string({ minLength: 1, maxLength: 255, description: 'Branch; the default one, if absent.' })),
      previous: t.optional(t.string({ pattern: '^[0-9a-f]{40,64}$', description: 'The version (sha) that is replaced: refused if somebody else was faster. The one that is there, if absent.' })),
    }),
    output: t.object({ sha: t.string({ description: 'Version of the content.' }), commit: t.string({ description: 'The commit; empty if nothing changed.' }), changed: t.boolean({ description: 'There was something to write.' }) }),
    example: { owner: 'acme', repository: 'shop', path: 'deploy/values.yaml', content: 'replicas: 3\n', encoding: 'text', message: 'Three replicas', branch: 'main' },
    async run({ owner, repository, path: of, content, encoding: written, message, branch, previous }, ctx: Ctx<Config>) {
      const url = `${repo({ owner, repository })}/contents/${segments(of)}`;
      const bytes = written === 'text' ? base64Of(content) : content.replaceAll(/\s/g, '');
      const { status, body: known } = await ctx.http.request<JsonObject>({ url, accept: [404], ...(branch === undefined ? {} : { query: { ref: branch } }) });
      const there = status === 404 ? undefined : string(known, 'sha');
      if (there !== undefined && string(known, 'content').replaceAll('\n', '') === bytes && (previous === undefined || previous === there)) return { sha: there, commit: '', changed: false };
      const body = await ctx.http.put<JsonObject>(url, given({ message, content: bytes, branch, sha: previous ?? there }));
      return { sha: string(body, 'content.sha'), commit: string(body, 'commit.sha'), changed: true };
    },
  }),
};

export const fileQueries = {
  get_file: query({
    title: 'Read a file', description: 'A file of up to 1 MB at a branch, tag or commit.', input: t.object({ ...where, path, ref: t.optional(ref) }),
    output: t.object({ path: t.string({ description: 'Path.' }), sha: t.string({ description: 'Version of the content.' }), size: t.integer({ description: 'Bytes.' }), content: t.string({ description: 'The whole content.' }), encoding: t.enum(['text', 'base64'], { description: 'base64 when it is no text.' }) }),
    example: { owner: 'acme', repository: 'shop', path: 'deploy/values.yaml', ref: 'main' },
    async run({ owner, repository, path: of, ref: version }, ctx) {
      const body = await ctx.http.get<JsonObject>(`${repo({ owner, repository })}/contents/${segments(of)}`, version === undefined ? {} : { query: { ref: version } });
      if (at(body, 'type') !== 'file') throw new PluginError('invalid', `${of} is no file; expected the path of one`);
      if (at(body, 'encoding') !== 'base64') throw new PluginError('invalid', `${of} is larger than 1 MB, which GitHub does not answer with`);
      const bytes = string(body, 'content').replaceAll('\n', '');
      const readable = textOf(bytes);
      return { path: string(body, 'path'), sha: string(body, 'sha'), size: Number(at(body, 'size') ?? 0), content: readable ?? bytes, encoding: readable === undefined ? ('base64' as const) : ('text' as const) };
    },
  }),
};

/** Calls that change something. */
import { action, type Ctx, type HttpRequest, type JsonObject, PluginError, t } from '@patchbay/sdk';
import { about, answer, call } from '../call.ts';
import type { Config } from '../config.ts';
import { fillJson, fillText, fillTexts } from '../template.ts';
import { graphql } from './read.ts';

const sent = {
  method: t.enum(['POST', 'PUT', 'PATCH'], { default: 'POST', description: 'Method.' }),
  json: t.optional(t.json({ description: 'JSON body, with templates; a string that is only {{name}} becomes the value itself.' })),
  form: t.optional(t.record(t.string(), { description: 'Form body, with templates.' })),
  text: t.optional(t.string({ maxLength: 1_000_000, description: 'Text body, with templates; say its content-type in headers.' })),
  once: t.boolean({ default: false, description: 'The system knows Idempotency-Key: send one, and repeat the request when no answer came.' }),
};
const usual = { values: {}, query: {}, headers: {}, extract: {}, as: 'json', timeout_seconds: 10 } as const;

export const write = {
  send: action({
    title: 'Send', description: 'Sends a body to a path: POST, PUT or PATCH.', safety: 'moderate', input: t.object({ ...about, ...sent }), output: answer,
    example: { ...usual, path: '/orders', method: 'POST', json: { customer: '{{customer}}', lines: 2 }, values: { customer: 'acme' }, extract: { id: 'id' }, once: true },
    dryRun: (input) => ({ status: 0, headers: {}, body: { would_send: bodyOf(input).json ?? bodyOf(input).form ?? bodyOf(input).text ?? null } as JsonObject, found: {} }),
    run: (input, ctx: Ctx<Config>) => call(input, { method: input.method, ...bodyOf(input), ...(input.once ? { retry: 'always', headers: { 'idempotency-key': ctx.invocation.idempotencyKey } } : {}) }, ctx),
  }),
  delete: action({
    title: 'Delete', description: 'Deletes what is at a path.', safety: 'destructive', input: t.object(about), output: answer, example: { ...usual, path: '/orders/{{id}}', values: { id: '42' } },
    run: (input, ctx: Ctx<Config>) => call(input, { method: 'DELETE' }, ctx),
  }),
  upload: action({
    title: 'Upload', description: 'Sends files and fields as a multipart form.', safety: 'moderate',
    input: t.object({
      ...about, fields: t.record(t.string(), { default: {}, description: 'Fields besides the files, with templates.' }),
      files: t.array(t.object({
        name: t.string({ minLength: 1, maxLength: 255, description: 'Name of the field.' }), filename: t.string({ minLength: 1, maxLength: 255, description: 'Name of the file.' }), type: t.string({ default: 'application/octet-stream', maxLength: 255, description: 'Media type.' }),
        text: t.optional(t.string({ maxLength: 1_000_000, description: 'Content as text.' })), base64: t.optional(t.string({ maxLength: 4_000_000, description: 'Content as base64.' })),
      }), { minItems: 1, maxItems: 20, description: 'The files.' }),
    }),
    output: answer, example: { ...usual, path: '/files', fields: { folder: 'reports' }, files: [{ name: 'file', filename: 'report.txt', type: 'text/plain', text: 'All is well.' }] },
    run: (input, ctx: Ctx<Config>) => call(input, { method: 'POST', multipart: [...Object.entries(fillTexts(input.fields, input.values)).map(([name, text]) => ({ name, text })), ...input.files.map(partOf)] }, ctx),
  }),
  graphql_mutate: action({
    title: 'GraphQL mutation', description: 'Changes something through a GraphQL endpoint.', safety: 'moderate',
    input: t.object({ path: t.string({ default: '', maxLength: 4000, description: 'Path of the endpoint below base_url.' }), query: t.string({ minLength: 1, maxLength: 100_000, description: 'The document.' }), variables: t.record(t.json(), { default: {}, description: 'Its variables.' }), operation: t.optional(t.string({ maxLength: 200, description: 'Which operation of the document.' })) }),
    output: t.object({ data: t.json({ description: 'What it answered.' }) }), example: { path: '/graphql', query: 'mutation ($id: ID!) { cancel(id: $id) { state } }', variables: { id: '42' } },
    run: (input, ctx: Ctx<Config>) => graphql(input, 'safe', ctx),
  }),
};

interface Bodies { readonly values: JsonObject; readonly json?: unknown; readonly form?: Readonly<Record<string, string>> | undefined; readonly text?: string | undefined }

function bodyOf({ json, form, text, values }: Bodies): Pick<HttpRequest, 'json' | 'form' | 'text'> {
  const given = [json, form, text].filter((body) => body !== undefined).length;
  if (given > 1) throw new PluginError('invalid', 'A request has one body: json, form or text', { field: 'json' });
  if (json !== undefined) return { json: fillJson(json as JsonObject, values) };
  if (form !== undefined) return { form: fillTexts(form, values) };
  return text === undefined ? {} : { text: fillText(text, values) };
}

interface File { readonly name: string; readonly filename: string; readonly type: string; readonly text?: string | undefined; readonly base64?: string | undefined }

function partOf({ name, filename, type, text, base64 }: File): NonNullable<HttpRequest['multipart']>[number] {
  if ((text === undefined) === (base64 === undefined)) throw new PluginError('invalid', `The file ${filename} needs either text or base64`, { field: 'files' });
  return { name, filename, type, ...(text === undefined ? { base64: base64! } : { text }) };
}

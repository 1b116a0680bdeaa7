/** A request on its way out: what the plugin asked for, as bytes, before and after the credential went in. */
import { type HttpRequest, PluginError } from '@patchbay/sdk';
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const fields = z.record(z.string(), z.union([scalar, z.array(scalar)]).optional());
const method = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** From the sandbox anything may come. */
export const AskedRequest = z.strictObject({
  method: method.optional(),
  url: z.string().max(8192),
  query: fields.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  json: z.unknown().optional(),
  form: fields.optional(),
  text: z.string().optional(),
  base64: z.base64().optional(),
  multipart: z.array(z.strictObject({ name: z.string().max(255), filename: z.string().max(255).optional(), type: z.string().max(255).optional(), text: z.string().optional(), base64: z.base64().optional() })).max(100).optional(),
  auth: z.union([z.string(), z.literal(false)]).optional(),
  accept: z.array(z.int()).max(50).optional(),
  retry: z.enum(['safe', 'always', 'never']).optional(),
  timeoutMs: z.number().min(1).optional(),
  as: z.enum(['json', 'text', 'base64']).optional(),
});

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Record<string, string>;
  body: string | Uint8Array | undefined;
  /** Kept apart while a credential may still go into it. */
  readonly json?: unknown;
  readonly form?: URLSearchParams;
}

export function outgoing(asked: HttpRequest, url: URL, defaults: Readonly<Record<string, string>>, boundary: () => string): Outgoing {
  for (const [name, value] of pairs(asked.query)) url.searchParams.append(name, value);
  const given = [asked.json, asked.form, asked.text, asked.base64, asked.multipart].filter((body) => body !== undefined);
  if (given.length > 1) throw new PluginError('invalid', 'A request has one body: json, form, text, base64 or multipart');
  const request: Outgoing = {
    method: asked.method ?? (given.length === 0 ? 'GET' : 'POST'), url, headers: { 'user-agent': 'Patchbay', ...lowered(defaults), ...lowered(asked.headers ?? {}) }, body: undefined,
    ...(asked.json === undefined ? {} : { json: asked.json }), ...(asked.form === undefined ? {} : { form: new URLSearchParams(pairs(asked.form)) }),
  };
  if (asked.text !== undefined) request.body = asked.text;
  if (asked.base64 !== undefined) request.body = Buffer.from(asked.base64, 'base64');
  if (asked.multipart !== undefined) multipart(request, asked.multipart, boundary());
  return request;
}

/** After the credential: the body as it is sent. */
export function encoded(request: Outgoing): Outgoing {
  if (request.json !== undefined) {
    request.headers['content-type'] ??= 'application/json';
    request.body = JSON.stringify(request.json);
  }
  if (request.form !== undefined) {
    request.headers['content-type'] ??= 'application/x-www-form-urlencoded';
    request.body = request.form.toString();
  }
  return request;
}

export const copyOf = (request: Outgoing): Outgoing => ({ ...request, url: new URL(request.url), headers: { ...request.headers }, ...(request.form === undefined ? {} : { form: new URLSearchParams(request.form) }) });

export const bodyBytes = ({ body }: Pick<Outgoing, 'body'>): number => (body === undefined ? 0 : Buffer.byteLength(body));

const lowered = (headers: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function pairs(of: HttpRequest['query']): [string, string][] {
  return Object.entries(of ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((each): [string, string] => [name, String(each)])));
}

function multipart(request: Outgoing, parts: NonNullable<HttpRequest['multipart']>, boundary: string): void {
  const quoted = (text: string): string => text.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ');
  const chunks = parts.flatMap(({ name, filename, type, text, base64 }) => [
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${filename === undefined ? '' : `; filename="${quoted(filename)}"`}\r\n${type === undefined ? '' : `content-type: ${quoted(type)}\r\n`}\r\n`),
    base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64'),
    Buffer.from('\r\n'),
  ]);
  request.headers['content-type'] = `multipart/form-data; boundary=${boundary}`;
  request.body = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}

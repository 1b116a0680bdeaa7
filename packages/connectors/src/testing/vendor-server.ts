/** The HTTP side of a vendor's double: routes, credentials, limits. What a vendor refuses, its routes refuse. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json, JsonObject } from '@patchbay/sdk';
import type { Mode, Vendor } from './cases.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** As it came, with what is repeated. */
  readonly search: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** JSON read, a form as its fields, else the text. */
  readonly body: Json;
  readonly bytes: Buffer;
  /** Of `:name` in the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly at: number;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly text?: string;
  readonly bytes?: Buffer;
}

export interface VendorOptions {
  /** `GET /issues/:key` → what is answered. A path that fits none is answered by `unknown`. */
  readonly routes: Readonly<Record<string, (asked: Asked) => Answer | Promise<Answer>>>;
  /** Refuses a request without the right credential; undefined lets it in. */
  readonly authorize: (asked: Asked) => Answer | undefined;
  readonly limited: Answer;
  readonly expired: Answer;
  readonly unknown?: Answer;
  readonly config: (url: string) => JsonObject;
  readonly secrets: Readonly<Record<string, string>> | ((url: string) => Readonly<Record<string, string>>);
}

type Route = { readonly method: string; readonly parts: readonly string[]; readonly run: VendorOptions['routes'][string] };

export async function startVendor({ routes, authorize, limited, expired, unknown = { status: 404, json: { message: 'Not Found' } }, config, secrets }: VendorOptions): Promise<Vendor> {
  const table = Object.entries(routes).map(([name, run]): Route => ({ method: name.slice(0, name.indexOf(' ')), parts: name.slice(name.indexOf(' ') + 1).split('/'), run }));
  const asked: Asked[] = [];
  let mode: Mode | undefined;
  const server = createServer((message, response) => {
    answer(message).then((reply) => { if (reply !== undefined) send(response, reply); }, (error: unknown) => send(response, { status: 599, text: String(error) }));
  });

  async function answer(message: IncomingMessage): Promise<Answer | undefined> {
    const bytes = Buffer.concat(await message.toArray() as Buffer[]);
    const now = mode;
    if (now === 'silent') return undefined;
    mode = undefined;
    const url = new URL(message.url ?? '/', 'http://vendor.invalid');
    const found = match(table, message.method ?? 'GET', url.pathname);
    const one: Asked = { method: message.method ?? 'GET', path: url.pathname, query: Object.fromEntries(url.searchParams), search: url.search, headers: message.headers as Asked['headers'], body: read(bytes, message.headers['content-type'] ?? ''), bytes, params: found?.params ?? {}, at: Date.now() };
    asked.push(one);
    if (now === 'limited') return limited;
    if (now === 'expired') return expired;
    return authorize(one) ?? (found === undefined ? unknown : await found.route.run(one));
  }

  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url, secrets: typeof secrets === 'function' ? secrets(url) : secrets, asked, config: config(url),
    next(wanted) { mode = wanted; },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}

function match(table: readonly Route[], method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
  const parts = path.split('/');
  for (const route of table) {
    if (route.method !== method || route.parts.length !== parts.length) continue;
    const params: Record<string, string> = {};
    if (route.parts.every((part, at) => { if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(parts[at]!); return part.startsWith(':') || part === parts[at]; })) return { route, params };
  }
  return undefined;
}

function read(bytes: Buffer, type: string): Json {
  const text = bytes.toString();
  if (type.includes('json')) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return text;
    }
  }
  return type.startsWith('application/x-www-form-urlencoded') ? Object.fromEntries(new URLSearchParams(text)) : text;
}

function send(response: ServerResponse, { status = 200, headers = {}, json, text, bytes }: Answer): void {
  const body = bytes ?? (json === undefined ? (text ?? '') : JSON.stringify(json));
  response.writeHead(status, { ...(json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }), ...headers }).end(body);
}

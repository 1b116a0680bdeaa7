/** The vendors' own descriptions of their APIs, served by Prism: what a connector sent is sent there, and must break nothing. */
import { join } from 'node:path';
import type { Asked, Described } from '@patchbay/connectors/testing';
import { createLogger } from '@stoplight/prism-core';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';

export interface Violation { readonly request: string; readonly said: string }

const config = { checkSecurity: true, validateRequest: true, validateResponse: false, errors: false, isProxy: false as const, mock: { dynamic: false as const }, upstreamProxy: undefined };

/** Of the requests that some description knows: how many there were, and what it says against them. */
export async function violationsIn(heard: readonly Asked[], described: readonly Described[], folder: string): Promise<{ readonly checked: number; readonly violations: readonly Violation[] }> {
  const violations: Violation[] = [];
  let checked = 0;
  const servers = new Map<string, { readonly url: string; close(): Promise<void> }>();
  try {
    for (const asked of unlike(heard)) {
      const one = described.filter((each) => asked.path.startsWith(startOf(each))).sort((a, b) => startOf(b).length - startOf(a).length)[0];
      if (one === undefined || one.except?.some(({ path, method }) => path.test(asked.path) && (method ?? asked.method) === asked.method) === true) continue;
      const server = servers.get(one.mock) ?? (await serve(join(folder, 'mock', `${one.mock}.json`)));
      servers.set(one.mock, server);
      checked++;
      violations.push(...(await judge(asked, server.url, one)));
    }
  } finally {
    await Promise.all([...servers.values()].map((server) => server.close()));
  }
  return { checked, violations };
}

const startOf = ({ below, prefix = '' }: Described): string => below ?? prefix;

/** The same request many times, as lists make them page by page, says nothing new. */
function unlike(heard: readonly Asked[]): Asked[] {
  const seen = new Map(heard.map((asked) => [`${asked.method} ${asked.path} ${Object.keys(asked.query).sort().join()} ${asked.bytes.toString()}`, asked]));
  return [...seen.values()];
}

async function serve(file: string): Promise<{ url: string; close(): Promise<void> }> {
  const operations = await getHttpOperationsFromSpec(file);
  const server = createServer(operations, { cors: false, config, components: { logger: createLogger('prism', { level: 'silent' }) } });
  const url = await server.listen(0, '127.0.0.1');
  return { url, close: () => server.close() };
}

async function judge(asked: Asked, url: string, { prefix = '' }: Described): Promise<Violation[]> {
  const query = new URLSearchParams(asked.search).toString();
  const headers = Object.fromEntries(Object.entries(asked.headers).filter((entry): entry is [string, string] => entry[1] !== undefined && !['host', 'content-length', 'connection', 'transfer-encoding'].includes(entry[0])));
  const reply = await fetch(`${url}${asked.path.slice(prefix.length)}${query === '' ? '' : `?${query}`}`, { method: asked.method, headers, ...(asked.bytes.length === 0 ? {} : { body: new Uint8Array(asked.bytes) }), redirect: 'manual' });
  const text = await reply.text();
  const listed = (JSON.parse(reply.headers.get('sl-violations') ?? '[]') as { readonly location: readonly string[]; readonly message: string }[]).filter(({ location }) => location[0] === 'request');
  const request = `${asked.method} ${asked.path}`;
  if (listed.length > 0) return listed.map(({ location, message }) => ({ request, said: `${location.slice(1).join('.')}: ${message}` }));
  return reply.status >= 400 ? [{ request, said: `${reply.status} ${reasonIn(text)}` }] : [];
}

/** Of a problem the reasons, of anything else how it begins. */
function reasonIn(text: string): string {
  const told = /"validation":(\[.*?\}\])/.exec(text)?.[1];
  return (told ?? text).slice(0, 300);
}

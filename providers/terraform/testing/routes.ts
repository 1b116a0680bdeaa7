/** The calls of a provider without a host, and a hub that answers as a test says. */
import { decode, encode, type Routes, type TypeOf } from '@patchbay/grpc';
import { createProvider } from '../src/create-provider.ts';
import { loadCatalog } from '../src/load-catalog.ts';
import { calls } from '../src/protocol/provider.ts';
import type { Upgrades } from '../src/rpc/upgrade.ts';

type Calls = typeof calls;
export type Fields = Readonly<Record<string, unknown>>;

/** What the hub is asked. */
export interface Asked { readonly method: string; readonly path: string; readonly headers: Fields; readonly body: Fields; readonly signal: AbortSignal }
export type Answers = (asked: Asked) => Response | Promise<Response>;

export const json = (status: number, body: Fields): Response => new Response(JSON.stringify(body), { status });

export function providerOf(hub: Answers, upgrades: Upgrades = {}): Routes {
  const fetch = (async (url: string, { method, headers, body, signal }: RequestInit) => hub({ method: method ?? 'GET', path: new URL(url).pathname, headers: headers as Fields, body: typeof body === 'string' ? JSON.parse(body) as Fields : {}, signal: signal! })) as typeof globalThis.fetch; // the client of the hub asks no other way
  return createProvider({ loadCatalog, env: { PATCHBAY_URL: 'http://hub.example', PATCHBAY_KEY: 'k' }, now: Date.now, newKey: () => 'key-1', fetch }, { version: '0.0.0', upgrades });
}

export async function ask<K extends keyof Calls>(routes: Routes, name: K, request: TypeOf<Calls[K]['request']>): Promise<TypeOf<Calls[K]['response']>> {
  const { request: asked, response } = calls[name];
  const answer = await routes.get(`/tfplugin6.Provider/${name}`)!(encode(asked as never, request as never), new AbortController().signal) as Uint8Array; // one answer to one request
  return decode(response as never, answer) as TypeOf<Calls[K]['response']>;
}

/** The calls of a provider without an engine, and a hub that answers as a test says. */
import { decode, encode, type Routes, type TypeOf } from '@patchbay/grpc';
import { createProvider } from '../src/create-provider.ts';
import { loadCatalog } from '../src/load-catalog.ts';
import { calls } from '../src/protocol/provider.ts';

type Calls = typeof calls;

export const providerOf = (hub: (url: string, init: RequestInit) => Promise<Response>): Routes =>
  createProvider({ loadCatalog, env: { PATCHBAY_URL: 'http://hub.example', PATCHBAY_KEY: 'k' }, newKey: () => 'key-1', fetch: hub as typeof fetch }, { version: '0.0.0' }); // the client of the hub asks no other way

export async function ask<K extends keyof Calls>(routes: Routes, name: K, request: TypeOf<Calls[K]['request']>): Promise<TypeOf<Calls[K]['response']>> {
  const { request: asked, response } = calls[name];
  const answer = await routes.get(`/pulumirpc.ResourceProvider/${name}`)!(encode(asked as never, request as never), new AbortController().signal) as Uint8Array; // one answer to one request
  return decode(response as never, answer) as TypeOf<Calls[K]['response']>;
}

export const urnOf = (type: string): string => `urn:pulumi:dev::p::patchbay:index:${type}::it`;

/** Headers that an endpoint is sent along. Those that tell a secret are named and never shown. */
import { z } from 'zod';
import { take } from './body.ts';
import type { Desk } from './desk.ts';
import { endpointOf } from './endpoints.ts';
import { gone, ok, type Reply, type Route } from './route.ts';

const HeadersIn = z.object({ headers: z.record(z.string(), z.string()) });
const HeadersPatchIn = z.object({ headers: z.record(z.string(), z.string().nullable()), deleteHeaders: z.array(z.string()).optional() });
const names = { secret_headers: 'headers' };
const path = '/app/:app_id/endpoint/:endpoint_id/headers';

export const endpointHeaders: readonly Route[] = [
  { method: 'GET', path, handle: get },
  { method: 'PUT', path, names, handle: async (desk) => change(desk, take(HeadersIn, desk.request).headers, true) },
  { method: 'PATCH', path, names, handle: patch },
];

async function get(desk: Desk): Promise<Reply> {
  const { headers, secret_header_names: sensitive = [] } = await endpointOf(desk, await desk.app());
  return ok({ headers, sensitive });
}

async function patch(desk: Desk): Promise<Reply> {
  const { headers, deleteHeaders = [] } = take(HeadersPatchIn, desk.request);
  return change(desk, { ...Object.fromEntries(deleteHeaders.map((name) => [name, null])), ...headers }, false);
}

async function change(desk: Desk, headers: Readonly<Record<string, string | null>>, replace: boolean): Promise<Reply> {
  const { id } = await endpointOf(desk, await desk.app());
  await desk.again('endpoint_headers_change', { endpoint: id, headers, replace });
  return gone;
}

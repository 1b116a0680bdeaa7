import { decode, encode } from '@patchbay/grpc';
import { expect, it } from 'vitest';
import { ask, type Asked, json, providerOf } from '../../testing/routes.ts';
import { loadCatalog } from '../load-catalog.ts';
import { streams } from '../protocol/provider.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { providerType } from '../hub/provider-config.ts';
import { typesOf } from './context.ts';

const types = typesOf(await loadCatalog());
const { wire } = types.resources.get('patchbay_project')!; // the catalog has it
const id = 'prj_01jd8xk3v2q4r6t8w0y2a4c6e8';
const shop = { slug: 'shop', name: 'Shop', default_branch: 'main' };
const view = { ...shop, id, version: 2, created_at: '2030-01-01T00:00:00.000Z', updated_at: '2030-01-01T00:00:00.000Z' };

/** Somebody allowed it, and it is done for who names the approval. */
const done: string[] = [];
function hub({ method, path, headers, body }: Asked): Response {
  if (headers['approval-id'] !== 'apr_1') return json(403, { code: 'approval.required', detail: 'Somebody has to allow it', approval_id: 'apr_1' });
  done.push(`${method} ${path}`);
  return json(method === 'POST' ? 201 : 200, { ...view, ...body });
}

it('does what somebody has to allow as soon as it is allowed: a creation, a change, an action', async () => {
  const routes = providerOf(hub);
  await ask(routes, 'ConfigureProvider', {});
  const created = await ask(routes, 'ApplyResourceChange', { typeName: 'patchbay_project', prior: toWire(null, wire), planned: toWire(shop, wire), config: toWire(shop, wire) });
  expect(created.diagnostics).toBeUndefined();
  expect(fromWire(created.state, wire)).toMatchObject({ id, slug: 'shop' });
  const other = toWire({ ...shop, name: 'Other' }, wire);
  const changed = await ask(routes, 'ApplyResourceChange', { typeName: 'patchbay_project', prior: toWire(view, wire), planned: other, config: other });
  expect(changed.diagnostics).toBeUndefined();
  expect(fromWire(changed.state, wire)).toMatchObject({ id, name: 'Other' });
  const said: unknown[] = [];
  const { request, response } = streams.InvokeAction;
  const config = toWire({ action: 'acme_restart', input: '{}' }, types.actions.get('patchbay_call')!.wire);
  for await (const each of routes.get('/tfplugin6.Provider/InvokeAction')!(encode(request, { action: 'patchbay_call', config }), new AbortController().signal) as AsyncIterable<Uint8Array>) said.push(decode(response, each)); // it answers again and again
  expect(said.at(-1)).toEqual({ completed: {} });
  expect(done).toEqual(['POST /v1/projects', `PATCH /v1/projects/${id}`, 'POST /v1/tools/acme_restart']);
});

it('an action that waits for somebody to allow it says so while it waits', async () => {
  let asked = 0;
  const routes = providerOf((call) => (++asked < 3 ? hub({ ...call, headers: {} }) : hub(call)));
  await ask(routes, 'ConfigureProvider', { config: toWire({ approval_wait: 60 }, providerType) });
  const { request, response } = streams.InvokeAction;
  const config = toWire({ action: 'acme_restart', input: '{}' }, types.actions.get('patchbay_call')!.wire);
  const said: unknown[] = [];
  for await (const each of routes.get('/tfplugin6.Provider/InvokeAction')!(encode(request, { action: 'patchbay_call', config }), new AbortController().signal) as AsyncIterable<Uint8Array>) said.push(decode(response, each)); // it answers again and again
  expect(said.slice(1)).toEqual([{ progress: { message: 'somebody else must allow it: patchbay approvals approve apr_1' } }, { completed: {} }]);
}, 20_000);

import { setImmediate as soon } from 'node:timers/promises';
import type { Routes } from '@patchbay/grpc';
import { expect, it } from 'vitest';
import { ask, providerOf } from '../../testing/routes.ts';
import { loadCatalog } from '../load-catalog.ts';
import { toWire } from '../value/wire.ts';
import { typesOf } from './context.ts';

const { wire } = typesOf(await loadCatalog()).resources.get('patchbay_project')!; // the catalog has it
const shop = { slug: 'shop', name: 'Shop' };
const state = toWire({ ...shop, id: 'prj_01jd8xk3v2q4r6t8w0y2a4c6e8' }, wire);

/** A hub that answers nothing before somebody gives up. */
const silent = () => providerOf(({ signal }) => new Promise((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason as Error)); }));

it.each([
  ['reading', async (routes: Routes) => (await ask(routes, 'ReadResource', { typeName: 'patchbay_project', state })).diagnostics],
  ['planning', async (routes: Routes) => (await ask(routes, 'PlanResourceChange', { typeName: 'patchbay_project', prior: toWire(null, wire), proposed: toWire(shop, wire), config: toWire(shop, wire) })).diagnostics],
  ['importing', async (routes: Routes) => (await ask(routes, 'ImportResourceState', { typeName: 'patchbay_project', id: 'shop' })).diagnostics],
  ['changing', async (routes: Routes) => (await ask(routes, 'ApplyResourceChange', { typeName: 'patchbay_project', prior: state, planned: toWire({ ...shop, name: 'Other' }, wire), config: toWire({ ...shop, name: 'Other' }, wire) })).diagnostics],
])('Ctrl-C while %s is told as what it is, and not as a fault of the provider', async (_, work) => {
  const routes = silent();
  await ask(routes, 'ConfigureProvider', {});
  const working = work(routes);
  await soon();
  await soon();
  await ask(routes, 'StopProvider', {});
  expect(await working).toMatchObject([{ severity: 1, summary: 'Stopped', detail: expect.stringContaining('told to stop') as string }]);
});

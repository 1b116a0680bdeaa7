import { expect, it } from 'vitest';
import { ask, json, providerOf } from '../../testing/routes.ts';
import { loadCatalog } from '../load-catalog.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { typesOf } from './context.ts';

const { wire } = typesOf(await loadCatalog()).resources.get('patchbay_endpoint')!; // the catalog has it
const config = toWire({ name: 'e', url: 'https://e.example', retry: { delays: [5] } }, wire);

it('answers what was planned, also from a hub that does not know every field yet', async () => {
  const routes = providerOf(({ body }) => json(201, { ...body, id: 'ep_1', version: 1 }));
  await ask(routes, 'ConfigureProvider', {});
  const { planned } = await ask(routes, 'PlanResourceChange', { typeName: 'patchbay_endpoint', prior: toWire(null, wire), proposed: config, config });
  const { state, diagnostics } = await ask(routes, 'ApplyResourceChange', { typeName: 'patchbay_endpoint', prior: toWire(null, wire), planned, config });
  expect(diagnostics).toBeUndefined();
  const [wanted, made] = [planned, state].map((each) => fromWire(each, wire) as Record<string, unknown>);
  const known = Object.keys(wanted!).filter((name) => typeof wanted![name] !== 'symbol');
  expect(known).toEqual(expect.arrayContaining(['concurrency', 'retry', 'signature']));
  for (const name of known) expect([name, made![name]]).toEqual([name, wanted![name]]);
});

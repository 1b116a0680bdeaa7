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

it('what the hub itself has changed to what is declared now, as it does with the gates of who is renamed, is no conflict', async () => {
  const prior = { id: 'ep_1', version: 1, name: 'e', url: 'https://e.example', description: 'old' };
  const hub = (description: string) => providerOf(({ method, headers, body }) => {
    if (method === 'GET') return json(200, { ...prior, version: 2, description });
    return headers['if-match'] === '"2"' ? json(200, { ...prior, ...body, version: 3 }) : json(412, { code: 'resource.changed', detail: 'It has version 2 now' });
  });
  const wanted = toWire({ name: 'e', url: 'https://e.example', description: 'new' }, wire);
  const apply = async (description: string) => {
    const routes = hub(description);
    await ask(routes, 'ConfigureProvider', {});
    const { planned } = await ask(routes, 'PlanResourceChange', { typeName: 'patchbay_endpoint', prior: toWire(prior, wire), proposed: wanted, config: wanted });
    return ask(routes, 'ApplyResourceChange', { typeName: 'patchbay_endpoint', prior: toWire(prior, wire), planned, config: wanted });
  };
  const { state, diagnostics } = await apply('new');
  expect(diagnostics ?? []).toEqual([]);
  expect(fromWire(state, wire)).toMatchObject({ description: 'new', version: 3 });
  expect((await apply('theirs')).diagnostics).toMatchObject([{ summary: 'Somebody else changed it' }]);
});

import { expect, it } from 'vitest';
import { ask, json, providerOf } from '../../testing/routes.ts';
import { loadCatalog } from '../load-catalog.ts';
import { fromWire } from '../value/wire.ts';
import { typesOf } from './context.ts';

const { wire } = typesOf(await loadCatalog()).resources.get('patchbay_endpoint')!; // the catalog has it
const raw = (state: object) => ({ json: Buffer.from(JSON.stringify(state)) });

it('takes over the state of this provider under another address, also one of an older schema', async () => {
  const routes = providerOf(() => json(500, {}));
  const from = { sourceProvider: 'registry.terraform.io/patchbay/patchbay', sourceType: 'patchbay_endpoint', targetType: 'patchbay_endpoint' };
  const old = await ask(routes, 'MoveResourceState', { ...from, sourceState: raw({ id: 'end_1', filter: { tier: 'production' }, was_removed: true }) });
  expect(old.diagnostics).toBeUndefined();
  expect(fromWire(old.state, wire)).toMatchObject({ id: 'end_1', filter: '{"tier":"production"}', name: null });
  const newer = await ask(routes, 'MoveResourceState', { ...from, sourceVersion: 99, sourceState: raw({ id: 'end_1' }) });
  expect(newer.diagnostics).toMatchObject([{ summary: 'The state is of a newer provider' }]);
});

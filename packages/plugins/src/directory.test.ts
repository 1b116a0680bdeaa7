import { createIds } from '@patchbay/contracts';
import { type Ctx, definePlugin, manifestOf, t } from '@patchbay/sdk';
import { afterEach, expect, it } from 'vitest';
import { changeCollection, createDirectory } from './directory.ts';
import { openRoom, TENANT } from './fixture.ts';

let room: Awaited<ReturnType<typeof openRoom>>;
afterEach(() => room?.close());

const hears = (id: `${string}/${string}`) => definePlugin({ id, version: '1.0.0', title: 'T', summary: 'S', config: t.object({ size: t.integer({ default: 1 }) }), hooks: { onAlert: async ({ subject }, ctx: Ctx) => { await ctx.state.set(subject, id); } } });
const heard = async (): Promise<unknown[]> => (await room.state()).map(({ value }) => value);
const SOON = { timeout: 10_000 };

it('an installation whose configuration does not fit its version runs nowhere, and stops neither the hub nor the others', async () => {
  const [good, bad] = [hears('acme/good'), hears('acme/bad')];
  room = await openRoom([{ plugin: bad, config: { size: 'large' } }, { plugin: good }]);
  expect(room.plugins.source.list({ tenant: TENANT } as never)).toEqual([]);
  await room.install({ plugin: bad, name: 'second', config: { colour: 'red' } });
  await room.install({ plugin: good, name: 'second' });
  await room.happen('alert.fired', 'a1');
  await expect.poll(heard, SOON).toEqual(['acme/good', 'acme/good']);
  expect(room.reports.map(({ error }) => (error as { code: string }).code)).toEqual(['input.invalid', 'input.invalid']);
});

it('of a store that was restored from an earlier copy all is read anew: an installation that is there no more stops', async () => {
  room = await openRoom([{ plugin: hears('acme/early') }, { plugin: hears('acme/late') }]);
  const { store } = room;
  const late = await room.installation('acme/late');
  let restored = false;
  const reports: unknown[] = [];
  const directory = createDirectory({
    store: { ...store, head: async (log) => (restored ? 0 : store.head(log)) }, newId: createIds({ now: Date.now, random: () => new Uint8Array(10) }), registry: { get: () => ({ manifest: manifestOf(hears('acme/any')) }) } as never, // nothing else of it is asked
    sealedOf: () => ({}), loadRelease: async () => undefined, askElsewhere: async () => true, report: (error) => { reports.push(error); },
  });
  await store.commit([{ op: 'append', in: changeCollection.name, tenant: TENANT, id: 'plc_0', body: { kind: 'installation', id: late.id }, at: 0 }]);
  await directory.start();
  try {
    await store.commit([{ op: 'delete', in: 'installation', tenant: TENANT, id: late.id }]);
    await directory.settle();
    expect(directory.live(TENANT).map(({ plugin }) => plugin).toSorted()).toEqual(['acme/early', 'acme/late']);
    restored = true;
    await directory.settle();
    expect([directory.live(TENANT).map(({ plugin }) => plugin), reports.length]).toEqual([['acme/early'], 1]);
  } finally {
    directory.stop();
  }
});

import { type Ctx, definePlugin, t } from '@patchbay/sdk';
import { afterEach, expect, it } from 'vitest';
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

import type { Context, Op } from '@patchbay/contracts';
import { definePlugin } from '@patchbay/sdk';
import { afterEach, expect, it } from 'vitest';
import { openRoom, TENANT } from '../fixture.ts';

let room: Awaited<ReturnType<typeof openRoom>>;
afterEach(() => room?.close());

it('an installation that goes takes everything along: more than fits one unit, and what came while it went', async () => {
  room = await openRoom([{ plugin: definePlugin({ id: 'acme/keeper', version: '1.0.0', title: 'T', summary: 'S' }) }]);
  const { store } = room;
  const row = await room.installation('acme/keeper');
  const insert = (name: string, id: string, body: object): Op => ({ op: 'insert', in: name, tenant: TENANT, id, body: { installation: row.id, ...body }, at: 0 });
  await store.commit(Array.from({ length: 700 }, (_, n) => insert('plugin_run', `run_${n}`, { plugin: 'acme/keeper', expires: 1 })));
  const [ops, after]: [Op[], (() => void | Promise<void>)[]] = [[], []];
  const unit = { add: (op: Op) => { ops.push(op); }, after: (done: () => void | Promise<void>) => { after.push(done); } };
  await room.plugins.behaviours.installation.delete!(row, { caller: { tenant: TENANT }, unit, now: 0, dryRun: false } as unknown as Context); // of a call it needs no more
  await store.commit([insert('plugin_state', `${row.id}/late`, { key: 'late', value: 1, size: 5, expires_at: 9e15 })]);
  expect(await store.commit([...ops, { op: 'delete', in: 'installation', tenant: TENANT, id: row.id }])).toMatchObject({ kind: 'committed' });
  for (const done of after) await done();
  for (const name of ['plugin_run', 'plugin_state']) expect(await store.list(name, { tenant: TENANT, limit: 10 })).toEqual([]);
});

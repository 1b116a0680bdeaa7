import type { Context, OnRefused, Op, Row } from '@patchbay/contracts';
import { definePlugin } from '@patchbay/sdk';
import { afterEach, expect, it } from 'vitest';
import { openRoom, TENANT } from '../fixture.ts';

let room: Awaited<ReturnType<typeof openRoom>>;
afterEach(() => room?.close());

/** What its removal wants to have written, and done after. */
async function leave(row: Row) {
  const [ops, refused, after]: [Op[], (OnRefused | undefined)[], (() => void | Promise<void>)[]] = [[], [], []];
  const unit = { add: (op: Op, why?: OnRefused) => { ops.push(op); refused.push(why); }, after: (done: () => void | Promise<void>) => { after.push(done); } };
  await room.plugins.behaviours.installation.delete!(row, { caller: { tenant: TENANT }, unit, now: 0, dryRun: false } as unknown as Context); // of a call it needs no more
  return { ops, refused, after };
}

it('what a run takes away meanwhile makes the removal look again, and its last step is taken once', async () => {
  let steps = 0;
  room = await openRoom([{ plugin: definePlugin({ id: 'acme/keeper', version: '1.0.0', title: 'T', summary: 'S', lifecycle: { uninstall: () => { steps++; } } }) }]);
  const row = await room.installation('acme/keeper');
  await room.store.commit([{ op: 'insert', in: 'plugin_state', tenant: TENANT, id: `${row.id}/key`, body: { installation: row.id, key: 'key', value: 1, size: 4, expires_at: 9e15 }, at: 0 }]);
  const { ops, refused } = await leave(row);
  await room.store.commit([{ op: 'delete', in: 'plugin_state', tenant: TENANT, id: `${row.id}/key` }]);
  const outcome = await room.store.commit(ops);
  expect(outcome.kind === 'refused' && (await refused[outcome.at]?.(outcome.why))).toBe('again');
  expect(await room.store.commit((await leave(row)).ops)).toMatchObject({ kind: 'committed' });
  expect(steps).toBe(1);
});

it('an installation that goes takes everything along: more than fits one unit, and what came while it went', async () => {
  room = await openRoom([{ plugin: definePlugin({ id: 'acme/keeper', version: '1.0.0', title: 'T', summary: 'S' }) }]);
  const { store } = room;
  const row = await room.installation('acme/keeper');
  const insert = (name: string, id: string, body: object): Op => ({ op: 'insert', in: name, tenant: TENANT, id, body: { installation: row.id, ...body }, at: 0 });
  await store.commit(Array.from({ length: 700 }, (_, n) => insert('plugin_run', `run_${n}`, { plugin: 'acme/keeper', expires: 1 })));
  const { ops, after } = await leave(row);
  await store.commit([insert('plugin_state', `${row.id}/late`, { key: 'late', value: 1, size: 5, expires_at: 9e15 })]);
  expect(await store.commit([...ops, { op: 'delete', in: 'installation', tenant: TENANT, id: row.id }])).toMatchObject({ kind: 'committed' });
  for (const done of after) await done();
  for (const name of ['plugin_run', 'plugin_state']) expect(await store.list(name, { tenant: TENANT, limit: 10 })).toEqual([]);
});

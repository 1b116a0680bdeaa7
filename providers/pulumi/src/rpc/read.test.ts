import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ask, providerOf, urnOf } from '../../testing/routes.ts';
import { fromStruct, toStruct } from '../protocol/struct.ts';

const ids = ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8', 'prj_01jd8xk3v2q4r6t8w0y2a4c6e9'] as const;
const shop = { slug: 'shop', name: 'Shop' };

it('goes on when one that was asked with it has no more time', async () => {
  const routes = providerOf(async (_, { signal }) => {
    await sleep(300, undefined, { signal: signal ?? undefined });
    return Response.json({ items: ids.map((id) => ({ ...shop, id })), next_cursor: null });
  });
  await ask(routes, 'Configure', { acceptSecrets: true });
  const read = (id: string, timeout: number) => ask(routes, 'Read', { id, urn: urnOf('Project'), properties: toStruct(shop), inputs: toStruct(shop), timeout });
  const [short, long] = await Promise.allSettled([read(ids[0], 0.1), read(ids[1], 0)]);
  expect(short).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('it took longer than customTimeouts allow') as string } });
  expect(long).toMatchObject({ status: 'fulfilled', value: { id: ids[1] } });
});

it('has no secret that the hub made up once somebody declared his own', async () => {
  const id = 'ep_01jd8xk3v2q4r6t8w0y2a4c6e8';
  const endpoint = { name: 'e', url: 'https://a.example' };
  const routes = providerOf(async () => Response.json({ ...endpoint, id, version: 1 }));
  await ask(routes, 'Configure', { acceptSecrets: true });
  const state = { id, urn: urnOf('Endpoint'), properties: toStruct({ ...endpoint, signingSecret: 'made up' }) };
  const readWith = async (inputs: object) => fromStruct((await ask(routes, 'Read', { ...state, inputs: toStruct({ ...endpoint, ...inputs }) })).properties);
  expect(await readWith({})).toMatchObject({ signingSecret: { value: 'made up' } });
  expect(await readWith({ signingSecret: 'his own' })).not.toHaveProperty('signingSecret');
});

import { expect, it } from 'vitest';
import { ask, providerOf, urnOf } from '../../testing/routes.ts';
import { fromStruct, toStruct } from '../protocol/struct.ts';

it('takes away the secret that the hub made up when somebody declares his own: who reads it would verify with the wrong one', async () => {
  const endpoint = { name: 'e', url: 'https://a.example' };
  const routes = providerOf(async () => Response.json({ ...endpoint, id: 'ep_1', version: 2 }));
  await ask(routes, 'Configure', { acceptSecrets: true });
  const change = { id: 'ep_1', urn: urnOf('Endpoint'), olds: toStruct({ ...endpoint, version: 1, signingSecret: 'made up' }), oldInputs: toStruct(endpoint), news: toStruct({ ...endpoint, signingSecret: 'his own' }) };
  for (const preview of [true, false]) {
    const outputs = fromStruct((await ask(routes, 'Update', { ...change, preview })).properties);
    expect(outputs).toMatchObject(endpoint);
    expect(outputs).not.toHaveProperty('signingSecret');
  }
  const other = fromStruct((await ask(routes, 'Update', { ...change, news: toStruct({ ...endpoint, description: 'else' }) })).properties);
  expect(other).toMatchObject({ signingSecret: { value: 'made up' } });
});

it('what the hub itself has changed to what is declared now, as it does with the gates of who is renamed, is no conflict', async () => {
  const endpoint = { name: 'e', url: 'https://a.example' };
  const routesOf = (description: string) => providerOf(async (_, { method, headers, body }) => {
    if (method === 'GET') return Response.json({ ...endpoint, id: 'ep_1', version: 2, description });
    return new Headers(headers).get('if-match') === '"2"' ? Response.json({ ...endpoint, ...JSON.parse(String(body)), id: 'ep_1', version: 3 }) : Response.json({ code: 'resource.changed', detail: 'It has version 2 now' }, { status: 412 });
  });
  const old = { ...endpoint, description: 'old' };
  const change = { id: 'ep_1', urn: urnOf('Endpoint'), olds: toStruct({ ...old, version: 1 }), oldInputs: toStruct(old), news: toStruct({ ...endpoint, description: 'new' }) };
  const update = async (description: string) => {
    const routes = routesOf(description);
    await ask(routes, 'Configure', { acceptSecrets: true });
    return ask(routes, 'Update', change);
  };
  expect(fromStruct((await update('new')).properties)).toMatchObject({ description: 'new', version: 3 });
  await expect(update('theirs')).rejects.toThrow('somebody else changed description of ep_1');
});

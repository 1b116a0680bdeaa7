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

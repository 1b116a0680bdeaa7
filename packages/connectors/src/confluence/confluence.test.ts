import type { JsonObject } from '@patchbay/sdk';
import { createHarness } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const config = { base_url: 'https://acme.atlassian.net/wiki' };

/** A page that somebody else changes as often as said, between our look and our write. */
function contested(times: number) {
  let version = 1;
  let left = times;
  return createHarness(plugin, {
    config,
    answer({ method, json }) {
      if (method === 'GET') {
        const seen = { id: '1', title: 'Runbook', version: { number: version }, body: { storage: { value: '<p>old</p>' } } };
        if (left-- > 0) version++;
        return { body: seen };
      }
      const { version: { number } } = json as { version: { number: number } };
      return number === version + 1 ? { body: { ...(json as JsonObject), id: '1' } } : { status: 409, body: { errors: [{ title: 'Version must be incremented' }] } };
    },
  });
}

test('a page that somebody else changed meanwhile is written on top of their version, once', async () => {
  expect(await contested(1).action('update_page', { id: '1', body: 'new', format: 'text' })).toMatchObject({ version: 3 });
  await expect(contested(2).action('update_page', { id: '1', body: 'new', format: 'text' })).rejects.toMatchObject({ code: 'conflict' });
});

test('who says which version is replaced is refused when it is another', async () => {
  const harness = contested(0);
  await expect(harness.action('update_page', { id: '1', body: 'new', format: 'text', version: 7 })).rejects.toMatchObject({ code: 'conflict', details: { version: 1 } });
  expect(harness.requests).toHaveLength(1);
});

test('a new title leaves the text as it is', async () => {
  const harness = contested(0);
  await harness.action('update_page', { id: '1', title: 'Renamed', format: 'text' });
  expect(harness.requests.at(-1)!.json).toEqual({ id: '1', status: 'current', title: 'Renamed', body: { representation: 'storage', value: '<p>old</p>' }, version: { number: 2 } });
});

test('text is written as a document in a string, so that nothing in it is markup', async () => {
  const harness = createHarness(plugin, { config, answer: ({ url }) => ({ body: url === '/api/v2/spaces' ? { results: [{ id: '9' }] } : { id: '1', title: 'x', version: { number: 1 } } }) });
  await harness.action('create_page', { space: 'OPS', title: 'x', body: '<script>alert(1)</script>', format: 'text' });
  const { body } = harness.requests.at(-1)!.json as { body: { representation: string; value: string } };
  expect(body.representation).toBe('atlas_doc_format');
  expect(JSON.parse(body.value)).toEqual({ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: '<script>alert(1)</script>' }] }] });
});

test('the next page is asked for by its cursor, at the address that is configured', async () => {
  const harness = createHarness(plugin, { config, answer: ({ query }) => ({ body: query?.['cursor'] === undefined ? { results: [{ id: '1' }], _links: { next: '/elsewhere/api/v2/spaces?limit=2&cursor=a%2Fb%3D' } } : { results: [{ id: '2' }], _links: {} } }) });
  expect(await harness.query('list_spaces', { limit: 5 })).toMatchObject({ items: [{ id: '1' }, { id: '2' }] });
  expect(harness.requests[1]).toMatchObject({ url: '/api/v2/spaces', query: { cursor: 'a/b=' } });
});

test('a space that is not there is said to be so', async () => {
  await expect(createHarness(plugin, { config, answer: () => ({ body: { results: [] } }) }).action('create_page', { space: 'NONE', title: 'x', body: 'x', format: 'text' })).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('NONE') });
});

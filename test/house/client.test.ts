import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, HubError } from '@patchbay/client';
import { startHub } from '@patchbay/hub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';

let hub: TestHub;
beforeAll(async () => { hub = await startTestHub({ store: 'sqlite' }); });
afterAll(() => hub.stop());
const connect = () => createClient({ url: hub.url, key: hub.key });

describe('the client and a real hub', () => {
  it('create, read, find, change, list and delete a resource', async () => {
    const { projects } = connect();
    const shop = await projects.create({ slug: 'shop', name: 'Web shop' });
    expect(await projects.get(shop.id)).toEqual(shop);
    expect(await projects.find('shop')).toEqual(shop);
    expect(await projects.find({ slug: 'nothing' })).toBeUndefined();
    const changed = await projects.update(shop.id, { name: 'The shop' }, { ifVersion: shop.version });
    expect(changed).toMatchObject({ name: 'The shop', version: 2 });
    await expect(projects.update(shop.id, { name: 'Late' }, { ifVersion: shop.version })).rejects.toMatchObject({ code: 'resource.changed', status: 412 });
    for (let i = 0; i < 7; i++) await projects.create({ slug: `p${i}`, name: `P ${i}` });
    const slugs: string[] = [];
    for await (const { slug } of projects.each({ limit: 3, sort: '-slug' })) slugs.push(slug);
    expect(slugs).toEqual(['shop', 'p6', 'p5', 'p4', 'p3', 'p2', 'p1', 'p0']);
    expect(await projects.delete(shop.id, { ifVersion: 2 })).toEqual({ id: shop.id, deleted: true });
    await expect(projects.get(shop.id)).rejects.toMatchObject({ code: 'resource.not_found', status: 404 });
  });

  it('do a write once under one idempotency key, and nothing on a dry run', async () => {
    const { projects } = connect();
    const once = { slug: 'once', name: 'Once' };
    const [a, b] = await Promise.all([projects.create(once, { idempotencyKey: 'k' }), projects.create(once, { idempotencyKey: 'k' })]);
    expect(a.id).toBe(b.id);
    await expect(projects.create({ ...once, name: 'Other' }, { idempotencyKey: 'k' })).rejects.toMatchObject({ code: 'idempotency.key_reused' });
    await projects.create({ slug: 'dry', name: 'Dry' }, { dryRun: true });
    expect(await projects.find('dry')).toBeUndefined();
  });

  it('know the same refusals', async () => {
    const refused = await connect().projects.create({ slug: 'Not A Slug', name: '' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HubError);
    expect(refused).toMatchObject({ code: 'input.invalid', status: 422, retryable: false });
    expect(new Set((refused as HubError).issues.map(({ path }) => path))).toEqual(new Set(['slug', 'name']));
    expect((refused as HubError).requestId).toMatch(/^req_/);
    await expect(createClient({ url: hub.url, key: 'pb_wrong' }).call('whoami', {})).rejects.toMatchObject({ code: 'credential.invalid' });
    await expect(connect().call('no_such_action', {})).rejects.toMatchObject({ code: 'action.not_found' });
  });

  it('list what the key may call', async () => {
    const client = connect();
    const { key } = await client.api_keys.create({ name: 'reader', scopes: ['project:read'] });
    const ids: string[] = [];
    for await (const { id } of createClient({ url: hub.url, key }).tools()) ids.push(id);
    expect(ids).toContain('project_get');
    expect(ids).not.toContain('project_create');
  });
});

it('a follower of events goes on after a restart of the hub, and misses none', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'follower-'));
  const start = (port: number) => startHub({ listen: { port }, keeping: { dataDir }, observe: { level: 'silent' } });
  const first = await start(0);
  const client = createClient({ url: first.url, key: first.firstKey ?? '', retry: { firstDelay: 20, maxDelay: 50 } });
  const stop = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const { data } of client.events.tail({ types: ['project.created'], after: 0, signal: stop.signal })) if (seen.push(String(data['slug'])) === 3) stop.abort();
  })();
  await client.projects.create({ slug: 'a', name: 'A' });
  await first.stop();
  const second = await start(Number(new URL(first.url).port));
  try {
    await client.projects.create({ slug: 'b', name: 'B' });
    await client.projects.create({ slug: 'c', name: 'C' });
    await following;
  } finally {
    stop.abort();
    await second.stop();
    await rm(dataDir, { recursive: true });
  }
  expect(seen).toEqual(['a', 'b', 'c']);
});

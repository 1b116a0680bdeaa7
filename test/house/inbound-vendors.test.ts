// Every sender over HTTP: what it signs becomes an event, once; what is not signed like that does not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepare, type Prepared, senders } from '../conformance/signatures/senders.ts';
import { findPostgres } from '../doubles/postgres.ts';
import { startTestHub, type TestHub } from '../doubles/hub.ts';

interface Source { readonly id: string; readonly url: string; readonly handshake: string; readonly last_received_at: string | null }
interface Listed { readonly items: readonly Record<string, unknown>[] }

const stores = findPostgres() === undefined ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const);
const DAY = 86_400;
const now = (): number => Math.floor(Date.now() / 1000);

describe.each(stores)('on %s', (store) => {
  let hub: TestHub;
  beforeAll(async () => { hub = await startTestHub({ store }); }, 60_000);
  afterAll(() => hub.stop());

  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${hub.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };

  const post = ({ url, headers, body }: Prepared) => fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  const status = async (sent: Prepared): Promise<number> => {
    const answer = await post(sent);
    await answer.arrayBuffer();
    return answer.status;
  };

  test.each(senders.map((sender, at) => [sender.name, sender, `s${at}`] as const))('%s is accepted as it signs, and refused when anything is wrong', async (_, sender, slug) => {
    const { id, url } = await call<Source>('POST', 'sources', { slug, name: slug, ...sender.source, secret: sender.entered?.[0] ?? sender.secrets[0] });
    expect(url).toBe(`${hub.url}/hooks/${id}`);
    const good = await prepare(sender, url);

    const changed = Buffer.from(good.body);
    changed[changed.length - 2]! ^= 1;
    if (sender.covers) expect(await status({ ...good, body: changed }), 'one byte changed').toBe(401);
    if (sender.covers) expect(await status({ ...good, body: Buffer.concat([good.body, Buffer.from(' ')]) }), 'one byte more').toBe(401);
    expect(await status(await prepare(sender, url, { secret: sender.secrets[1] })), 'another secret').toBe(401);
    expect(await status({ ...good, headers: {} }), 'no proof').toBe(401);
    if (sender.dated) expect(await status(await prepare(sender, url, { at: now() - DAY })), 'of yesterday').toBe(401);
    if (sender.dated) expect(await status(await prepare(sender, url, { at: now() + DAY })), 'of tomorrow').toBe(401);
    const type = sender.type.replace(/^src/, slug);
    expect((await call<Listed>('GET', `events?type=${type}`)).items, 'nothing yet').toEqual([]);

    expect([200, 202], 'as signed').toContain(await status(good));
    if (sender.nameless !== true) expect(await status(good), 'the same again').toBe(200);
    const { items } = await call<Listed>('GET', `events?type=${type}`);
    expect(items.map(({ subject, source }) => ({ subject, source }))).toEqual([{ subject: slug, source: id }]);

    const refused = await call<Listed>('GET', `refused_requests?source=${id}&limit=50`);
    const whys = new Set(refused.items.map(({ why }) => why));
    expect(whys).toContain('missing_signature');
    expect(whys).toContain('bad_signature');
    if (sender.dated) for (const why of ['stale', 'future']) expect(whys).toContain(why);
    expect(JSON.stringify(refused)).not.toContain(sender.secrets[0]);
    expect((await call<Source>('GET', `sources/${id}`)).last_received_at).not.toBeNull();
  });
});

// The keys that an endpoint signs with: one that was replaced signs on until its own grace is over, and is forgotten then.
import { afterEach, describe, expect, test } from 'vitest';
import type { Row } from '@patchbay/contracts';
import { verify } from '@patchbay/receiver';
import type { Store } from '@patchbay/storage';
import type { Received } from '../doubles/sink.ts';
import { type EventHub, openEventHub } from './event-hub.ts';

let open: EventHub | undefined;

afterEach(async () => {
  await open?.stop();
  open = undefined;
});

const start = async (...options: Parameters<typeof openEventHub>): Promise<EventHub> => (open = await openEventHub(...options));

const KEYS = Array.from({ length: 12 }, (_, n) => `whsec_${Buffer.alloc(24, n + 1).toString('base64')}`);
const HMAC = { profile: 'hmac', header: 'X-Signature', separator: ',' };
const PLAIN = 'a plain key of before';
const PAIR = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const replace = ({ call }: EventHub, id: string, key: string | undefined, fields: object = {}) => call('PATCH', `endpoints/${id}`, { signing_secret: key, ...fields });
const first = async ({ sink }: EventHub): Promise<Received> => (await sink.until(1, AbortSignal.timeout(8000)))[0]!;
const signatures = ({ headers }: Received): number => headers['webhook-signature']!.split(' ').length;

describe('a signing key that was replaced', () => {
  test('signs until its own grace is over, however often the key is replaced meanwhile', async () => {
    let passed = 0;
    const house = await start({ ports: { now: () => Date.now() + passed } });
    const { id } = await house.declare();
    const { key: oldest } = await house.tool<{ key: string }>('endpoint_secret_reveal', { endpoint: id });
    await house.tool('endpoint_secret_rotate', { endpoint: id, grace: 604_800 });
    for (const key of KEYS.slice(0, 9)) await replace(house, id, key, { signing_grace: 60 });
    passed = 61_000;
    for (const key of KEYS.slice(9)) await replace(house, id, key);
    await house.publish();
    const delivered = await first(house);
    expect(signatures(delivered)).toBe(5);
    await expect(verify({ headers: delivered.headers, body: delivered.body, secret: oldest, now: Date.now() + passed })).resolves.toBeDefined();
  });

  test('is one of ten at most: a change that would leave more is refused either way, and says what to do', async () => {
    const house = await start();
    const { id } = await house.declare();
    for (const key of KEYS.slice(0, 10)) expect((await replace(house, id, key)).status_code).toBe(200);
    const refusal = { status_code: 409, code: 'endpoint.too_many_keys', limit: 10, fix: expect.stringContaining('grace of 0') as string };
    expect(await replace(house, id, KEYS[10])).toMatchObject(refusal);
    expect(await house.tool('endpoint_secret_rotate', { endpoint: id })).toMatchObject(refusal);
    expect(await house.tool('endpoint_secret_reveal', { endpoint: id })).toMatchObject({ key: KEYS[9] });
    expect((await replace(house, id, KEYS[10], { signing_grace: 0 })).status_code).toBe(200);
    await house.publish();
    expect(signatures(await first(house))).toBe(11);
  });

  test.each<[string, object, string, object, string]>([
    ['a plain key, then Standard Webhooks', HMAC, PLAIN, { profile: 'standard' }, KEYS[0]!],
    ['a plain key, then one in hex', HMAC, PLAIN, { ...HMAC, key_encoding: 'hex' }, 'c0ffee'.repeat(6)],
    ['a shared key, then a pair in a header of its own', { profile: 'standard' }, KEYS[0]!, { ...HMAC, algorithm: 'ed25519' }, PAIR],
  ])('goes at once where it can’t sign in the new profile: %s', async (_, before, old, signature, key) => {
    let kept: Store | undefined;
    const house = await start({ ports: { around: (opened) => (kept = opened) } });
    const { id } = await house.declare({ signature: before, signing_secret: old });
    expect((await replace(house, id, key, { signature })).status_code).toBe(200);
    await house.publish();
    await first(house);
    expect(await kept!.list('retired_key', { limit: 9 })).toEqual([]);
  });

  test('signs nothing where the store has it though it can’t sign in the profile of now; those that can go on', async () => {
    let kept: Store | undefined;
    const house = await start({ ports: { around: (opened) => (kept = opened) } });
    const { id } = await house.declare({ signature: HMAC, signing_secret: PLAIN });
    await replace(house, id, 'another plain key');
    const [{ tenant, body }] = await kept!.list('retired_key', { limit: 1 }) as [Row];
    await replace(house, id, KEYS[0], { signature: { profile: 'standard' } });
    await replace(house, id, KEYS[1]);
    await kept!.commit([{ op: 'insert', in: 'retired_key', tenant, id: 'rk_of_before', body, at: 0 }]);
    await house.publish();
    expect(signatures(await first(house))).toBe(2);
    expect(await house.tool('endpoint_keys', { endpoint: id })).toMatchObject({ status_code: 200, keys: [] });
  });

  test('with a grace of 0 is gone at once, also where it was replaced before', async () => {
    let kept: Store | undefined;
    const house = await start({ ports: { around: (opened) => (kept = opened) } });
    const { id } = await house.declare({ signing_secret: KEYS[0] });
    await replace(house, id, KEYS[1]);
    await replace(house, id, KEYS[0], { signing_grace: 0 });
    await replace(house, id, KEYS[2]);
    expect(await kept!.list('retired_key', { limit: 9 })).toEqual([]);
    await replace(house, id, KEYS[3], { signing_grace: 600 });
    expect(await house.tool('endpoint_secret_rotate', { endpoint: id, grace: 0 })).toMatchObject({ status_code: 200 });
    expect(await kept!.list('retired_key', { limit: 9 })).toHaveLength(1);
    await house.publish();
    expect(signatures(await first(house))).toBe(2);
  });

  test('by itself signs no second time', async () => {
    const house = await start();
    const { id } = await house.declare({ signing_secret: KEYS[0] });
    for (let n = 0; n < 12; n++) expect((await replace(house, id, KEYS[0])).status_code).toBe(200);
    await house.publish();
    expect(signatures(await first(house))).toBe(1);
  });

  test.each(['sqlite', 'postgres'] as const)('goes with its endpoint, on %s', async (store) => {
    let kept: Store | undefined;
    const house = await start({ store, ports: { around: (opened) => (kept = opened) } });
    const count = async (): Promise<number> => (await kept!.list('retired_key', { limit: 9 })).length;
    const { id } = await house.declare();
    for (const key of KEYS.slice(0, 3)) await replace(house, id, key);
    expect(await count()).toBe(3);
    expect((await house.call('DELETE', `endpoints/${id}`)).status_code).toBe(200);
    expect(await count()).toBe(0);
  });
});

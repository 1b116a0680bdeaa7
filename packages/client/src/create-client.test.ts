import { describe, expect, it, vi } from 'vitest';
import { type ClientOptions, createClient, HubError } from './index.ts';
import { loopbackHub, problem } from '../testing/loopback-hub.ts';

const key = 'pb_test_0123456789abcdef';
const shop = { id: 'prj_1', version: 1, created_at: '', updated_at: '', slug: 'shop', name: 'Web shop', default_branch: 'main' };
const quick = { firstDelay: 1, maxDelay: 2 };
const connect = (url: string, more: Partial<ClientOptions> = {}) => createClient({ url, key, retry: quick, ...more });
const refusal = async (promise: Promise<unknown>): Promise<HubError> => {
  const error = await promise.then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(HubError);
  return error as HubError; // asserted in the line above
};

describe('the client speaks the REST conventions of the hub', () => {
  it('creates with the key, the tenant, a fresh idempotency key and the fields as JSON', async () => {
    await using hub = await loopbackHub({ status: 201, json: shop });
    expect(await connect(hub.url, { tenant: 'ten_1' }).projects.create({ slug: 'shop', name: 'Web shop' })).toEqual(shop);
    const [{ method, path, headers, body }] = hub.seen as [typeof hub.seen[0]];
    expect([method, path, body]).toEqual(['POST', '/v1/projects', { slug: 'shop', name: 'Web shop' }]);
    expect(headers).toMatchObject({ authorization: `Bearer ${key}`, 'x-tenant-id': 'ten_1', 'content-type': 'application/json' });
    expect(headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says which approval, which idempotency key, which version and that it is a dry run', async () => {
    await using hub = await loopbackHub({ json: shop }, { json: { id: 'sec_1', deleted: true } });
    const client = connect(hub.url);
    await client.projects.update('prj_1', { name: 'Shop' }, { ifVersion: 3, dryRun: true, idempotencyKey: 'mine' });
    await client.secrets.delete('sec_1', { approvalId: 'apr_1' });
    expect(hub.seen[0]).toMatchObject({ method: 'PATCH', path: '/v1/projects/prj_1', headers: { 'if-match': '"3"', 'dry-run': 'true', 'idempotency-key': 'mine' }, body: { name: 'Shop' } });
    expect(hub.seen[1]).toMatchObject({ method: 'DELETE', path: '/v1/secrets/sec_1', headers: { 'approval-id': 'apr_1' } });
    expect(hub.seen[1]?.body).toBeUndefined();
  });

  it('walks over all pages with the same filter, and stops asking when the caller stops', async () => {
    const pages = [{ json: { items: [shop, { ...shop, slug: 'b' }], next_cursor: 'c1' } }, { json: { items: [{ ...shop, slug: 'c' }], next_cursor: null } }];
    await using hub = await loopbackHub(...pages, pages[0]!);
    const slugs: string[] = [];
    for await (const { slug } of connect(hub.url).projects.each({ name: 'Web & shop', limit: 2 })) slugs.push(slug);
    expect(slugs).toEqual(['shop', 'b', 'c']);
    expect(hub.seen.map(({ path }) => path)).toEqual(['/v1/projects?name=Web+%26+shop&limit=2', '/v1/projects?name=Web+%26+shop&limit=2&cursor=c1']);
    for await (const { slug } of connect(hub.url).projects.each()) if (slug === 'shop') break;
    expect(hub.seen).toHaveLength(3);
  });

  it('finds by the natural key, and answers undefined for nothing', async () => {
    await using hub = await loopbackHub({ json: { items: [shop], next_cursor: null } }, { json: { items: [], next_cursor: null } });
    expect(await connect(hub.url).projects.find('shop')).toEqual(shop);
    expect(await connect(hub.url).role_bindings.find({ subject_kind: 'group', subject: 'ops', role: 'admin' })).toBeUndefined();
    expect(hub.seen.map(({ path }) => path)).toEqual(['/v1/projects?slug=shop&limit=1', '/v1/role_bindings?subject_kind=group&subject=ops&role=admin&limit=1']);
  });

  it('calls any action by its id, and lists what may be called', async () => {
    await using hub = await loopbackHub({ json: { principal: 'key_1' } }, { json: { key: 'OPS-1' } }, { json: { items: [{ id: 'whoami' }], next_cursor: 'n' } }, { json: { items: [{ id: 'x' }], next_cursor: null } });
    const client = connect(hub.url);
    expect((await client.call('whoami', {})).principal).toBe('key_1');
    expect(await client.call('jira_create_issue', { title: 'x' })).toEqual({ key: 'OPS-1' });
    const tools: string[] = [];
    for await (const { id } of client.tools()) tools.push(id);
    expect(tools).toEqual(['whoami', 'x']);
    expect(hub.seen.map(({ path }) => path)).toEqual(['/v1/tools/whoami', '/v1/tools/jira_create_issue', '/v1/tools?limit=500', '/v1/tools?limit=500&cursor=n']);
  });

  it('keeps an id from leaving its place in the path', async () => {
    await using hub = await loopbackHub(problem(404, 'resource.not_found', 'No such project'));
    await refusal(connect(hub.url).projects.get('../tools?x=1'));
    expect(hub.seen[0]?.path).toBe('/v1/projects/..%2Ftools%3Fx%3D1');
  });
});

describe('a refusal', () => {
  it('has the code, the status, the fix, the issues, the request id and what else the hub said', async () => {
    await using hub = await loopbackHub(problem(422, 'input.invalid', 'Not valid at slug', { issues: [{ path: 'slug', message: 'too short' }], request_id: 'req_1', limit: 5 }));
    const error = await refusal(connect(hub.url).projects.create({ slug: '', name: 'x' }));
    expect(error).toMatchObject({ code: 'input.invalid', status: 422, fix: 'Do otherwise.', message: 'Not valid at slug', requestId: 'req_1', retryable: false, issues: [{ path: 'slug', message: 'too short' }], details: { limit: 5 } });
    expect(hub.seen).toHaveLength(1);
  });

  it('never shows the key, not even when the answer or the network quotes it', async () => {
    await using hub = await loopbackHub(problem(401, 'credential.invalid', `no key ${key}`), { status: 500, text: key });
    const loud: typeof fetch = () => Promise.reject(new TypeError(`bad header Bearer ${key}`));
    const errors = [await refusal(connect(hub.url).projects.get('a')), await refusal(connect(hub.url).projects.get('a')), await refusal(connect(hub.url, { fetch: loud, retry: { attempts: 1 } }).projects.get('a'))];
    for (const error of errors) expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(key);
    expect(JSON.stringify(connect(hub.url))).not.toContain(key);
    expect(() => createClient({ url: hub.url, key: `${key}\n` })).toThrow(/printable ASCII/);
  });

  it('says when something that is no hub answers, and does not follow a redirect with the key', async () => {
    await using elsewhere = await loopbackHub({ json: shop });
    await using hub = await loopbackHub({ status: 404, text: '<html>' }, { status: 200, text: '<html>' }, { status: 307, headers: { location: elsewhere.url } });
    const client = connect(hub.url);
    expect((await refusal(client.projects.get('a'))).code).toBe('client.not_a_hub');
    expect((await refusal(client.projects.get('a'))).code).toBe('client.not_a_hub');
    expect((await refusal(client.projects.get('a'))).code).toBe('client.redirected');
    expect(elsewhere.seen).toHaveLength(0);
  });

  it('refuses a URL that is none, or that carries a password', () => {
    for (const url of ['hub.example', 'ftp://hub', 'http://user:secret@hub']) expect(() => createClient({ url, key })).toThrow(HubError);
  });
});

describe('trying again', () => {
  it('repeats a write under one idempotency key until it succeeds', async () => {
    await using hub = await loopbackHub((response) => response.destroy(), problem(503, 'hub.stopping', 'stopping'), { status: 502, text: 'bad gateway' }, { status: 201, json: shop });
    expect(await connect(hub.url).projects.create({ slug: 'shop', name: 'Web shop' })).toEqual(shop);
    expect(hub.seen).toHaveLength(4);
    expect(new Set(hub.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('waits for a first try that still runs after its answer was lost', async () => {
    await using hub = await loopbackHub((response) => response.destroy(), problem(409, 'idempotency.in_progress', 'still running'), { status: 201, json: shop });
    expect(await connect(hub.url).projects.create({ slug: 'shop', name: 'Web shop' })).toEqual(shop);
  });

  it('gives up after the last try with the last refusal', async () => {
    await using hub = await loopbackHub(...Array.from({ length: 9 }, () => problem(503, 'hub.overloaded', 'busy')));
    expect(await refusal(connect(hub.url, { retry: { ...quick, attempts: 3 } }).projects.get('a'))).toMatchObject({ code: 'hub.overloaded', retryable: true });
    expect(hub.seen).toHaveLength(3);
  });

  it('hands a 429 on at once when the hub asks for more patience than allowed, and waits for less', async () => {
    await using hub = await loopbackHub(problem(429, 'rate.limited', 'slow', {}, { 'retry-after': '3600' }), problem(429, 'rate.limited', 'slow', {}, { 'retry-after': '0' }), { json: shop });
    expect((await refusal(connect(hub.url).projects.get('a'))).code).toBe('rate.limited');
    expect(await connect(hub.url).projects.get('a')).toEqual(shop);
    expect(hub.seen).toHaveLength(3);
  });

  it('does not repeat what would be refused again', async () => {
    await using hub = await loopbackHub(problem(500, 'hub.internal', 'fault'), problem(412, 'resource.changed', 'changed'));
    await refusal(connect(hub.url).projects.get('a'));
    await refusal(connect(hub.url).projects.update('a', {}));
    expect(hub.seen).toHaveLength(2);
  });
});

describe('time and cancelling', () => {
  it('ends a try that takes too long, also in the middle of a body, and tries again', async () => {
    await using hub = await loopbackHub(() => undefined, (response) => void response.writeHead(200).write('{"half'), { json: shop });
    expect(await connect(hub.url, { timeout: 40 }).projects.get('a')).toEqual(shop);
    await using dead = await loopbackHub(() => undefined);
    expect((await refusal(connect(dead.url, { timeout: 20, retry: { attempts: 1 } }).projects.get('a'))).code).toBe('client.timeout');
  });

  it('takes a time that no timer counts for the longest one, not for none', async () => {
    await using hub = await loopbackHub((response) => { setTimeout(() => response.writeHead(200).end(JSON.stringify(shop)), 50); });
    expect(await connect(hub.url, { timeout: 1e12, retry: { attempts: 1 } }).projects.get('a')).toEqual(shop);
  });

  it('has the patience that a hub asks for: it may hold event_poll for half a minute, and let an action take a whole one', async () => {
    vi.useFakeTimers();
    try {
      let tries = 0;
      const slow: typeof fetch = (_, init) => new Promise((resolve, reject) => {
        tries++;
        setTimeout(() => resolve(Response.json({ items: [], after: 0, done: true })), 61_000);
        init?.signal?.addEventListener('abort', () => reject(new Error('broken off')));
      });
      const polled = createClient({ url: 'http://hub.example', key, fetch: slow }).call('event_poll', { wait: 30 });
      await vi.advanceTimersByTimeAsync(61_000);
      expect([(await polled).done, tries]).toEqual([true, 1]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('stops with the reason of the caller, while it waits for an answer and between two tries', async () => {
    const running = new AbortController();
    await using hub = await loopbackHub(() => running.abort(new Error('enough')));
    await expect(connect(hub.url).projects.get('a', { signal: running.signal })).rejects.toThrow('enough');
    const between = new AbortController();
    await using busy = await loopbackHub((response) => {
      response.writeHead(503, { 'retry-after': '30' }).end('{"code":"hub.overloaded"}');
      setTimeout(() => between.abort(new Error('enough')), 20);
    });
    await expect(connect(busy.url).projects.create({ slug: 'a', name: 'a' }, { signal: between.signal })).rejects.toThrow('enough');
    expect(busy.seen).toHaveLength(1);
  });

  it('sends nothing when it was cancelled before', async () => {
    await using hub = await loopbackHub();
    await expect(connect(hub.url).call('whoami', {}, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    expect(hub.seen).toHaveLength(0);
  });
});

// The marketplace of a hub with several tenants: what is published by the root tenant, everybody finds, runs, compares and judges.
import type { Caller, Document, TenantId } from '@patchbay/contracts';
import { Failure, scopeSet } from '@patchbay/contracts';
import { generateSigningKey } from '@patchbay/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { releaseOf, revocationOf } from './plugins/release.ts';

const DAY = 86_400_000;
const OTHERS = ['ten_01jd8xk3v2q4r6t8w0y2a4c6e1', 'ten_01jd8xk3v2q4r6t8w0y2a4c6e2', 'ten_01jd8xk3v2q4r6t8w0y2a4c6e3'] as const;
const refusal = async (work: Promise<unknown>): Promise<Failure> => work.then(() => { throw new Error('it was not refused'); }, (error: unknown) => { if (error instanceof Failure) return error; throw error; });

let hub: TestHub;
let root: TenantId;
let late = 0;
beforeAll(async () => {
  hub = await startTestHub({ store: 'sqlite', ports: { builtIn: [], now: () => Date.now() + late } });
  root = (await hub.house.authenticate({ authorization: `Bearer ${hub.key}` })).tenant;
}, 60_000);
afterAll(() => hub?.stop());

let count = 0;
async function call(action: string, input: unknown, { tenant = root as string, principal = 'ada', scopes = ['*'] }: { tenant?: string; principal?: string; scopes?: readonly string[] } = {}): Promise<Document> {
  const caller: Caller = { tenant: tenant as TenantId, principal, name: principal, scopes: scopeSet(scopes), issuers: [] };
  return (await hub.house.invoke({ action, input, caller, signal: new AbortController().signal, via: 'test', requestId: `req_${++count}` })).output as Document;
}
const items = (answer: Document): Document[] => answer['items'] as Document[];
const names = async (input: Document, tenant?: string): Promise<unknown[]> => items(await call('plugin_search', input, tenant === undefined ? {} : { tenant })).map(({ name }) => name);

async function run(name: string, tenant: string): Promise<void> {
  await call('plugin_install', { name }, { tenant });
  await call('plugin_enable', { name }, { tenant });
}

describe('the marketplace', () => {
  it('takes in what is published, with what the scans found', async () => {
    const published = await call('plugin_publish', releaseOf({ version: '1.0.0' }).input);
    expect(published).toMatchObject({ status: 'listed', scans: expect.arrayContaining([{ check: 'readme', outcome: 'warned', detail: expect.any(String) as string }, { check: 'secrets', outcome: 'passed', detail: '' }]) as unknown });
    await call('plugin_publish', releaseOf({ id: 'acme/weather-report', version: '1.0.0' }).input);
  });

  it('a release that a scan failed waits until somebody decides', async () => {
    const held = await call('plugin_publish', releaseOf({ id: 'acme/sneaky', version: '1.0.0', body: 'return eval(input);' }).input);
    expect(held).toMatchObject({ status: 'held' });
    expect(await names({ query: 'sneaky' })).toEqual([]);
    expect(await refusal(call('plugin_install', { name: 'acme/sneaky' }))).toMatchObject({ code: 'plugin.not_found' });
    expect(await call('plugin_release_decide', { id: held['id'], decision: 'list', reason: 'It only evaluates numbers' })).toMatchObject({ status: 'listed' });
    expect(await names({ query: 'sneaky' })).toEqual(['acme/sneaky']);
    expect(await refusal(call('plugin_release_decide', { id: held['id'], decision: 'reject', reason: 'No' }))).toMatchObject({ code: 'package.refused' });
    const rejected = await call('plugin_publish', releaseOf({ id: 'acme/sneaky', version: '1.0.1', body: 'return eval(input);' }).input);
    await call('plugin_release_decide', { id: rejected['id'], decision: 'reject', reason: 'Not again' });
    expect((await call('plugin_get', { name: 'acme/sneaky' }))['versions']).toEqual(['1.0.0']);
    expect(await refusal(call('plugin_publish', releaseOf({ id: 'acme/sneaky', version: '1.0.1' }).input))).toMatchObject({ code: 'package.refused', message: expect.stringContaining('never published twice') as string });
  });

  it('finds by words, and puts first what more tenants run', async () => {
    expect(await names({ query: 'weather reports' }, OTHERS[0])).toEqual(['acme/weather-report']);
    expect(await names({ query: 'pizza' })).toEqual([]);
    await run('acme/weather-report', OTHERS[0]);
    await run('acme/weather-report', OTHERS[1]);
    await run('acme/echo', OTHERS[0]);
    expect((await names({}))[0]).toBe('acme/weather-report');
    expect(items(await call('plugin_search', { sort: 'trending', limit: 1 }))[0]).toMatchObject({ name: 'acme/weather-report', active: 2, recent: 2, installed: false });
    expect(items(await call('plugin_search', { query: 'weather' }, { tenant: OTHERS[1] }))[0]).toMatchObject({ installed: true });
    const first = await call('plugin_search', { limit: 2 });
    const rest = await call('plugin_search', { limit: 2, cursor: first['next_cursor'] });
    expect([...items(first), ...items(rest)].map(({ name }) => name).sort()).toEqual(['acme/echo', 'acme/sneaky', 'acme/weather-report']);
    expect(await refusal(call('plugin_search', { query: 'x', cursor: first['next_cursor'] }))).toMatchObject({ code: 'cursor.invalid' });
  });

  it('shows what changed between two versions, before anybody takes the new one', async () => {
    await call('plugin_publish', releaseOf({ version: '1.1.0', hosts: ['https://api.example'], body: "return { louder: input };" }).input);
    const reply = await fetch(`${hub.url}/v1/plugins/echo/diff?from=1.0.0`, { headers: { authorization: `Bearer ${hub.key}` } });
    const diff = (await reply.json()) as { files: { path: string; change: string; diff?: string }[] };
    expect(diff).toMatchObject({ plugin: 'acme/echo', from: '1.0.0', to: '1.1.0', permissions: { added: ['net:https://api.example'], removed: [] }, actions: { added: [], removed: [] } });
    expect(diff.files.map(({ path, change }) => [path, change])).toEqual([['dist/plugin.js', 'changed'], ['package.json', 'changed']]);
    expect(diff.files[0]!.diff).toMatch(/\n-.*: input;[^]*\n\+.*louder/);
    expect(await refusal(call('plugin_diff', { name: 'echo', from: '0.0.1' }))).toMatchObject({ code: 'plugin.not_found' });
  });
});

describe('a review', () => {
  it('is written by those who have run the plugin for a day, once each', async () => {
    const opinion = { name: 'acme/echo', rating: 2, title: 'Loud', body: 'It says everything twice.' };
    expect(await refusal(call('plugin_review_write', opinion, { tenant: OTHERS[0] }))).toMatchObject({ code: 'review.unproven' });
    late = DAY + 60_000;
    const written = await call('plugin_review_write', opinion, { tenant: OTHERS[0] });
    expect(written).toMatchObject({ plugin: 'acme/echo', rating: 2, author: 'ada', plugin_version: '1.0.0', status: 'shown', edited_at: null, reply: null });
    expect(JSON.stringify(written)).not.toContain(OTHERS[0]);
    expect(await refusal(call('plugin_review_write', opinion, { tenant: OTHERS[2] }))).toMatchObject({ code: 'review.unproven' });
    expect(await call('plugin_review_write', { ...opinion, rating: 4 }, { tenant: OTHERS[0] })).toMatchObject({ id: written['id'], rating: 4, edited_at: expect.any(String) as string });
    await call('plugin_review_write', { ...opinion, rating: 5, title: 'Fine' }, { tenant: OTHERS[0], principal: 'grace' });
    expect(await call('plugin_review_list', { name: 'acme/echo', limit: 1 }, { tenant: OTHERS[2] })).toMatchObject({ items: [{ title: 'Fine' }], next_cursor: expect.any(String) as string, rating: { count: 2, histogram: [0, 0, 0, 1, 1], shown: 4.5 } });
    expect(items(await call('plugin_search', { sort: 'rating', limit: 1 }))[0]).toMatchObject({ name: 'acme/echo', rating: { count: 2 } });
  });

  it('is answered by the publisher, and by nobody else', async () => {
    const [review] = items(await call('plugin_review_list', { name: 'acme/echo' }));
    expect(await call('plugin_review_reply', { id: review!['id'], text: 'Thank you.' })).toMatchObject({ reply: { text: 'Thank you.' } });
    expect(await refusal(call('plugin_review_reply', { id: review!['id'], text: 'Mine!' }, { tenant: OTHERS[0] }))).toMatchObject({ code: 'resource.not_found' });
  });

  it('that three tenants reported is hidden until somebody decides, and does not count', async () => {
    const [review] = items(await call('plugin_review_list', { name: 'acme/echo' }));
    const report = (tenant: string) => call('plugin_review_report', { id: review!['id'], reason: 'It is an advertisement' }, { tenant });
    expect(await report(OTHERS[0])).toMatchObject({ status: 'reported', reports: 1 });
    expect(await report(OTHERS[0])).toMatchObject({ reports: 1 });
    await report(OTHERS[1]);
    expect(await report(OTHERS[2])).toMatchObject({ status: 'hidden', reports: 3 });
    expect(await call('plugin_review_list', { name: 'acme/echo' }, { tenant: OTHERS[1] })).toMatchObject({ items: [{ title: 'Loud' }], rating: { count: 1 } });
    expect(items(await call('plugin_review_list', { name: 'acme/echo', status: 'hidden' }))).toHaveLength(1);
    expect(await refusal(call('plugin_review_moderate', { id: review!['id'], decision: 'show', reason: 'Mine' }, { tenant: OTHERS[0] }))).toMatchObject({ code: 'resource.not_found' });
    expect(await call('plugin_review_moderate', { id: review!['id'], decision: 'show', reason: 'It is an opinion' })).toMatchObject({ status: 'shown', reports: 0 });
  });

  it('of what a tenant publishes for itself stays with that tenant', async () => {
    const key = generateSigningKey();
    await call('plugin_publish', releaseOf({ id: 'inhouse/secret-sauce', version: '1.0.0', key }).input, { tenant: OTHERS[0] });
    await run('inhouse/secret-sauce', OTHERS[0]);
    late += 2 * DAY;
    await call('plugin_review_write', { name: 'secret-sauce', rating: 5, title: 'Ours' }, { tenant: OTHERS[0] });
    expect(await call('plugin_review_list', { name: 'secret-sauce' }, { tenant: OTHERS[0] })).toMatchObject({ rating: { count: 1 } });
    expect(await names({ query: 'sauce' }, OTHERS[1])).toEqual([]);
    expect(await refusal(call('plugin_review_list', { name: 'secret-sauce' }, { tenant: OTHERS[1] }))).toMatchObject({ code: 'plugin.not_found' });
  });
});

it('what was taken back for everybody is held where somebody publishes it for themselves', async () => {
  const bad = releaseOf({ id: 'acme/leaky', version: '1.0.0', health: false }).input;
  await call('plugin_publish', bad);
  await call('plugin_revoke', { revocation: revocationOf('1.0.0', { id: 'acme/leaky' }) });
  const again = await call('plugin_publish', bad, { tenant: OTHERS[0] });
  expect(again).toMatchObject({ status: 'held', scans: expect.arrayContaining([{ check: 'known', outcome: 'failed', detail: 'its code is that of acme/leaky 1.0.0, which was taken back' }]) as unknown });
});

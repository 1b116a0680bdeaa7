import { createHarness, type HarnessOptions, type SentRequest } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const UNIT = 327_680;
const CONFIG = { directory: 'contoso', client_id: 'app', drive_id: 'b!x' };
const UPLOAD = '00000000-0000-4000-8000-000000000000';
const harnessOf = (answer: HarnessOptions['answer'] = () => ({ body: { id: '01A', name: 'a' } })) => createHarness(plugin, { config: CONFIG, answer: answer! });
const of = (count: number): string => Buffer.alloc(count).toString('base64');
const session = { uploadUrl: 'https://contoso.sharepoint.com/upload/secret', expirationDateTime: '2026-11-27T00:00:00Z', nextExpectedRanges: ['0-'] };

/** An upload of two units and three bytes, and what SharePoint says to the pieces. */
async function uploading(answer: (request: SentRequest) => { readonly status?: number; readonly body?: unknown }) {
  const harness = harnessOf((request) => (request.method === 'POST' ? { body: session } : answer(request)));
  await harness.action('start_upload', { path: 'a.bin', size: 2 * UNIT + 3, existing: 'replace' });
  return { harness, send: (offset: number, content: string) => harness.action('upload_chunk', { upload_id: UPLOAD, offset, content }) };
}

test('names are written so that no character leads elsewhere', async () => {
  const harness = harnessOf();
  await harness.query('get_item', { path: 'It’s 50% #1/a & b.md' });
  await harness.query('search', { drive_id: 'b!y', text: "it's 50% /x#y", limit: 1 });
  expect(harness.requests.map(({ url }) => url)).toEqual(['/drives/b!x/root:/It%E2%80%99s%2050%25%20%231/a%20%26%20b.md', "/drives/b!y/root/search(q='it''s%2050%25%20%2Fx%23y')"]);
});

test.each(['../secrets', 'a/../../b', '.'])('the path %s climbs nowhere', async (path) => {
  const harness = harnessOf();
  for (const [action, more] of [['upload_file', { content: 'x' }], ['create_folder', {}], ['delete_item', {}]] as const) await expect(harness.action(action, { path, ...more })).rejects.toMatchObject({ code: 'invalid' });
  expect(harness.requests).toEqual([]);
});

test('a file or folder is named in one way', async () => {
  await expect(harnessOf().query('get_item', {})).rejects.toMatchObject({ message: 'Expected either item_id or path, got neither' });
  await expect(harnessOf().query('get_item', { item_id: '01A', path: 'a' })).rejects.toMatchObject({ message: 'Expected either item_id or path, got both' });
});

test('a folder that is there already is no failure, and a file in its place is', async () => {
  const there = (facet: object) => harnessOf(({ method }) => (method === 'POST' ? { status: 409 } : { body: { id: '01A', name: 'a', ...facet } }));
  expect(await there({ folder: {} }).action('create_folder', { path: 'b/a' })).toMatchObject({ created: false, folder: { id: '01A', kind: 'folder' } });
  await expect(there({ file: {} }).action('create_folder', { path: 'b/a' })).rejects.toMatchObject({ code: 'conflict' });
});

test('a piece says where it belongs, and goes to the place of the upload without a credential', async () => {
  const { harness, send } = await uploading(() => ({ status: 202, body: { nextExpectedRanges: [`${UNIT}-`] } }));
  expect(await send(0, of(UNIT))).toMatchObject({ next_offset: UNIT, done: false });
  expect(harness.requests[1]).toMatchObject({ method: 'PUT', url: session.uploadUrl, auth: false, headers: { 'content-range': `bytes 0-${UNIT - 1}/${2 * UNIT + 3}` } });
  expect(JSON.stringify(await harness.action('start_upload', { path: 'a.bin', size: 1, existing: 'replace' }))).not.toContain('sharepoint.com');
});

test('a piece that had arrived changes nothing: it is told where to go on', async () => {
  const { send } = await uploading(({ method }) => (method === 'PUT' ? { status: 416 } : { body: { nextExpectedRanges: [`${2 * UNIT}-${2 * UNIT + 2}`] } }));
  expect(await send(0, of(UNIT))).toMatchObject({ next_offset: 2 * UNIT, done: false });
});

test('with the last piece the upload is over, and its place is forgotten', async () => {
  const { harness, send } = await uploading(() => ({ status: 201, body: { id: '01A', name: 'a.bin', size: 2 * UNIT + 3 } }));
  expect(await send(2 * UNIT, of(3))).toMatchObject({ done: true, next_offset: 2 * UNIT + 3, file: { name: 'a.bin' } });
  expect([...harness.state.keys()]).toEqual([]);
  await expect(send(0, of(UNIT))).rejects.toMatchObject({ code: 'not_found' });
});

test.each([
  ['starts between units', 3, of(UNIT), 'a multiple of 327680, got 3'],
  ['is no multiple and not the last', 0, of(UNIT + 1), 'this piece is not the last, got 327681'],
  ['is longer than the file', 2 * UNIT, of(4), `expected at most ${2 * UNIT + 3}`],
  ['is no whole base64', 0, 'AAAAA', 'no base64'],
])('a piece that %s is refused before it is sent', async (_, offset, content, said) => {
  const { harness, send } = await uploading(() => ({ status: 202 }));
  await expect(send(offset, content)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(said) });
  expect(harness.requests.length).toBe(1);
});

test('parts of a file come from the place of its bytes, without a credential', async () => {
  const harness = harnessOf(({ url }) => (url.startsWith('https:') ? { status: 206, body: 'ell' } : { body: { id: '01A', name: 'a', size: 5, file: {}, '@microsoft.graph.downloadUrl': 'https://contoso.sharepoint.com/download?tempauth=secret' } }));
  expect(await harness.query('download_file', { path: 'a', encoding: 'text', offset: 1, length: 3 })).toMatchObject({ content: 'ell', next_offset: 4 });
  expect(harness.requests[1]).toMatchObject({ auth: false, headers: { range: 'bytes=1-3' } });
});

test('bytes that are no text are not told as text', async () => {
  const harness = harnessOf(({ url }) => (url.endsWith('/content') ? { body: 'a\uFFFDb' } : { body: { id: '01A', name: 'a', size: 3, file: {} } }));
  await expect(harness.query('download_file', { path: 'a', encoding: 'text', offset: 0, length: 9 })).rejects.toMatchObject({ code: 'invalid', details: { field: 'encoding' } });
});

test.each(['https://graph.microsoft.com/v1.0/users', 'https://graph.microsoft.com/v1.0/drives/x/root/delta(token=\'a\')/../../../users'])('a place to go on at %s is not taken', async (link) => {
  const harness = harnessOf(() => ({ body: { value: [], '@odata.deltaLink': link } }));
  await expect(harness.query('list_changes', { limit: 1 })).rejects.toMatchObject({ code: 'unavailable' });
});

/** A library that is watched, with one page of changes for each place. */
function watching(pages: Readonly<Record<string, { readonly status?: number; readonly body?: unknown }>>, patched = 200) {
  let made = 0;
  return harnessOf(({ method, url }) => {
    if (method === 'POST') return { status: 201, body: { id: `sub-${++made}`, expirationDateTime: '2026-01-01T00:00:00Z' } };
    if (method === 'PATCH') return { status: patched, body: { id: 'sub-1', expirationDateTime: '2030-06-01T00:00:00Z' } };
    return pages[url.split('/delta')[1] ?? ''] ?? { status: 404 };
  });
}
const page = (next: string, ...value: readonly object[]) => ({ body: { value, '@odata.deltaLink': `https://graph.microsoft.com/v1.0/drives/b!x/root/delta${next}` } });
const notification = (more: object = {}) => ({ body: { value: [{ subscriptionId: 'sub-1', resource: 'drives/b!x/root', changeType: 'updated', ...more }] } });
const watch = { notification_url: 'https://hub.example.com/hook' };

test('a notification is answered, and what changed is told once, with the root left out', async () => {
  const harness = watching({ '?token=latest': page("(token='1')"), "(token='1')": page("(token='2')", { id: '0', root: {}, folder: {} }, { id: '1', name: 'a.md', file: {}, parentReference: { path: '/drives/b!x/root:/Notes%20and%20more' } }, { id: '2', deleted: {} }), "(token='2')": page("(token='2')") });
  await harness.action('watch_drive', watch);
  expect(await harness.respond('changes', notification())).toEqual({ status: 202 });
  await harness.respond('changes', notification());
  expect(harness.emitted.map(({ type, subject }) => [type, subject])).toEqual([['sharepoint.item.changed', 'Notes and more/a.md'], ['sharepoint.item.deleted', '2']]);
});

test('Graph is answered also when the library can not be read now; the next look makes up for it', async () => {
  const pages: Record<string, { status?: number; body?: unknown }> = { '?token=latest': page("(token='1')"), "(token='1')": { status: 503 } };
  const harness = watching(pages);
  await harness.action('watch_drive', watch);
  expect(await harness.respond('changes', notification())).toEqual({ status: 202 });
  pages["(token='1')"] = page("(token='2')", { id: '1', name: 'a', file: {} });
  await harness.schedule('keep_up');
  expect(harness.emitted.map(({ type }) => type)).toEqual(['sharepoint.item.changed']);
});

test('a place that is too old is told as missed, and left for the newest', async () => {
  const harness = watching({ '?token=latest': page("(token='9')"), "(token='9')": { status: 410 } });
  await harness.action('watch_drive', watch);
  await harness.schedule('keep_up');
  expect(harness.emitted).toEqual([{ type: 'sharepoint.watch.missed', subject: 'b!x', data: { drive_id: 'b!x' } }]);
});

test('a subscription is renewed before it ends, and made anew when Graph forgot it', async () => {
  const pages = { '?token=latest': page("(token='1')"), "(token='1')": page("(token='1')") };
  const [kept, forgotten] = [watching(pages), watching(pages, 404)];
  for (const harness of [kept, forgotten]) { await harness.action('watch_drive', watch); await harness.schedule('keep_up'); }
  expect([...kept.state.entries()]).toMatchObject([['watch/sub-1', { expires_at: '2030-06-01T00:00:00Z' }]]);
  expect([...forgotten.state.entries()]).toMatchObject([['watch/sub-2', { token: "(token='1')", drive_id: 'b!x' }]]);
});

test('an app that sees chosen sites only is healthy', async () => {
  const harness = createHarness(plugin, { config: { directory: 'contoso', client_id: 'app' }, answer: () => ({ status: 403 }) });
  expect(await harness.health()).toMatchObject({ state: 'ok', reason: expect.stringContaining('drive_id') });
});

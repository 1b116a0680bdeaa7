import type { Json, JsonObject } from '@patchbay/sdk';
import type { ActionCase, AskFirst, ConnectorCases, InboundCase } from '../testing/index.ts';
import { startSharepoint } from './double.ts';
import { DRIVE, SITE } from './double-sites.ts';

/** Every token is renewed by the host, and a link to bytes needs none. */
const renews = true;
type Fields = Readonly<Record<string, Json>>;
const items = (count: number) => (output: Json): boolean => (output as { items: unknown[] }).items.length === count;
const named = (name: string) => (output: Json): boolean => (output as Fields)['name'] === name;
const refused = (input: ActionCase['refused']['input'], code: 'not_found' | 'invalid' | 'conflict' | 'forbidden' = 'not_found'): ActionCase['refused'] => ({ input, code: `upstream.${code}` });

const NOBODY = '01NOBODY';
const NOTES = 'Releases/1.4.2/it’s 100 % #1.md';
const BY_PATH = { site: 'contoso.sharepoint.com:/sites/shop', list_id: 'Deployments' };
const NO_SITE = 'contoso.sharepoint.com:/sites/none';
const UNIT = 327_680;
const HOOK = 'https://hub.example.com/v1/webhooks/inst_1';
const FUTURE = new Date(Date.now() + 86_400_000).toISOString();
let last = 0;

/** A file of its own for each time that it is asked. */
const fresh = async (ask: AskFirst): Promise<{ item_id: string }> => ({ item_id: String(((await ask('upload_file', { path: `Drafts/draft ${++last}.txt`, content: 'draft', existing: 'fail' })) as Fields)['id']) });
const started = async (ask: AskFirst, path = `Images/image ${++last}.bin`): Promise<{ upload_id: string }> => ({ upload_id: String(((await ask('start_upload', { path, size: UNIT + 3 })) as Fields)['upload_id']) });
const watched = async (ask: AskFirst): Promise<{ id: string }> => ({ id: String(((await ask('watch_drive', { notification_url: HOOK })) as Fields)['id']) });
const bytes = (count: number): string => Buffer.alloc(count, 7).toString('base64');
/** An upload that SharePoint has given up. */
const givenUp = (_: unknown, ask: AskFirst): Promise<JsonObject> => started(ask, 'Images/gone.bin');

const notified = (title: string, entry: JsonObject, becomes: InboundCase['becomes']): InboundCase => ({
  title, becomes, signs: false,
  request: ({ client_state }) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value: [{ subscriptionId: '7f105c7d-2dc5-4530-97cd-4e7ae6534c07', clientState: client_state!, tenantId: '84bd8158-6d4d-4958-8b9f-9d6445542f95', resource: `drives/${DRIVE}/root`, ...entry }] }) }),
  answers: (_, status) => status === 202,
});

export const cases: ConnectorCases = {
  start: startSharepoint,
  described: [{
    mock: 'msgraph', prefix: '/v1.0',
    except: [
      { path: /\/root:\/|\/sites\/[^/]+:\//, because: 'paths have slashes, and parameters of the description match one segment' },
      { path: /\/(createLink|permissions(\/[^/]+)?|fields)$|\/root\/(delta|search)/, because: 'the description is a selection without it' },
      { path: /\/items\/[^/]+\/children$/, method: 'POST', because: 'the description is a selection that lists folders, and makes none' },
      { path: /\/drives\/[^/]+\/items\/[^/]+$/, method: 'PATCH', because: 'the description is a selection that reads items, and changes none' },
      { path: /\/drives\/[^/]+\/items\/[^/]+$/, method: 'DELETE', because: 'the description is a selection that reads items, and changes none' },
    ],
  }],
  actions: {
    upload_file: { input: async (_, ask) => ({ ...(await fresh(ask)), content: 'grün', existing: 'replace' }), answers: (output) => (output as Fields)['size'] === 5, refused: refused({ path: NOTES, content: 'x', existing: 'fail' }, 'conflict'), renews },
    create_folder: { input: { path: 'Releases/1.5.0' }, answers: (output) => (output as { folder: Fields }).folder['kind'] === 'folder', refused: refused({ path: 'None/1.5.0' }), renews },
    move_item: { input: async (_, ask) => ({ ...(await fresh(ask)), new_name: `moved ${last}.txt`, new_folder: 'Archive' }), answers: (output) => String((output as Fields)['path']).startsWith('Archive/moved'), refused: refused({ path: NOTES, new_folder: 'None' }), renews },
    delete_item: { input: (_, ask) => fresh(ask), answers: (output) => (output as Fields)['kind'] === 'file', refused: refused({ item_id: NOBODY }), renews },
    start_upload: { input: async (_, ask) => ({ ...(await fresh(ask)), size: 5_000_000 }), answers: (output) => (output as Fields)['next_offset'] === 0, refused: refused({ path: NOTES, size: 1, existing: 'fail' }, 'conflict'), renews },
    upload_chunk: { input: async (_, ask) => { const upload = await started(ask); await ask('upload_chunk', { ...upload, offset: 0, content: bytes(UNIT) }); return { ...upload, offset: UNIT, content: bytes(3) }; }, answers: (output) => (output as { file: Fields }).file['size'] === UNIT + 3, refused: refused(async (vendor, ask) => ({ ...(await givenUp(vendor, ask)), offset: 0, content: bytes(UNIT) })), renews },
    cancel_upload: { input: (_, ask) => started(ask), answers: (output) => (output as Fields)['cancelled'] === true, refused: refused(givenUp), renews },
    get_upload: { input: async (_, ask) => { const upload = await started(ask); await ask('upload_chunk', { ...upload, offset: 0, content: bytes(UNIT) }); return upload; }, answers: (output) => (output as Fields)['next_offset'] === UNIT, refused: refused(givenUp), renews },
    share_item: { input: { path: NOTES }, answers: (output) => (output as Fields)['scope'] === 'organization', refused: refused({ path: NOTES, expires_at: '2020-01-01T00:00:00Z' }, 'invalid'), renews },
    share_publicly: { input: { path: NOTES, expires_at: FUTURE }, answers: (output) => (output as Fields)['scope'] === 'anonymous', refused: refused({ path: 'Images/shop.bin', expires_at: FUTURE }, 'forbidden'), renews },
    revoke_link: { input: async (_, ask) => ({ path: NOTES, link_id: String(((await ask('share_item', { path: NOTES, allows: 'edit' })) as Fields)['id']) }), answers: (output) => String((output as Fields)['link_id']).startsWith('link-'), refused: refused({ path: NOTES, link_id: 'none' }), renews },
    add_row: { input: { site: SITE, list_id: 'Deployments', fields: { Title: 'shop 1.5.0' } }, answers: (output) => (output as { fields: Fields }).fields['Title'] === 'shop 1.5.0', refused: refused({ ...BY_PATH, fields: { Colour: 'red' } }, 'invalid'), renews },
    update_row: { input: { ...BY_PATH, row_id: '7', fields: { Status: 'gone' } }, answers: (output) => (output as { fields: Fields }).fields['Status'] === 'gone', refused: refused({ ...BY_PATH, row_id: '99999', fields: {} }), renews },
    send_mail: { input: { from: 'hub@contoso.com', to: ['ada@contoso.com'], subject: 'Deployed', text: 'shop 1.4.2' }, answers: (output) => (output as Fields)['accepted'] === true, refused: refused({ from: 'nobody@contoso.com', to: ['ada@contoso.com'], subject: 'x', text: 'x' }), renews },
    watch_drive: { input: { notification_url: HOOK }, answers: (output) => (output as Fields)['drive_id'] === DRIVE, refused: refused({ notification_url: 'https://nobody.invalid/hook' }, 'invalid'), renews },
    renew_watch: { input: (_, ask) => watched(ask), answers: (output) => Date.parse(String((output as Fields)['expires_at'])) > Date.now() + 27 * 86_400_000, refused: refused({ id: 'none' }), renews },
    unwatch_drive: { input: (_, ask) => watched(ask), answers: (output) => String((output as Fields)['id']).length === 36, refused: refused({ id: 'none' }), renews },
    get_item: { input: { path: NOTES }, answers: (output) => (output as Fields)['path'] === NOTES, refused: refused({ path: 'Releases/none.md' }), renews },
    list_items: { input: { path: 'Archive', limit: 210 }, answers: items(210), refused: refused({ path: 'None' }), renews },
    search: { input: { text: 'release 1', limit: 150 }, answers: items(100), refused: refused({ text: 'a "lone quote' }, 'invalid'), renews },
    download_file: { input: { path: NOTES, offset: 2 }, answers: (output) => (output as Fields)['content'] === '1.4.2 – grün\n', refused: refused({ item_id: NOBODY }), renews },
    list_links: { input: async (_, ask) => { await ask('share_item', { path: 'Images/shop.bin' }); return { path: 'Images/shop.bin' }; }, answers: items(1), refused: refused({ item_id: NOBODY }), renews },
    find_sites: { input: { text: 'team', limit: 205 }, answers: items(205), refused: refused({ text: '"' }, 'invalid'), renews },
    get_site: { input: { site: BY_PATH.site }, answers: named('Shop'), refused: refused({ site: NO_SITE }), renews },
    list_drives: { input: { site: SITE }, answers: (output) => (output as { items: Fields[] }).items[0]?.['id'] === DRIVE, refused: refused({ site: NO_SITE }), renews },
    list_lists: { input: { site: SITE }, answers: items(1), refused: refused({ site: NO_SITE }), renews },
    list_rows: { input: { site: SITE, list_id: 'Deployments', limit: 220 }, answers: items(220), refused: refused({ ...BY_PATH, filter: 'Status is live' }, 'invalid'), renews },
    get_watch: { input: (_, ask) => watched(ask), answers: (output) => (output as Fields)['drive_id'] === DRIVE, refused: refused({ id: 'none' }), renews },
    list_changes: { input: { limit: 150 }, answers: (output) => (output as { items: unknown[]; more: boolean }).items.length === 199 && (output as Fields)['more'] === true, refused: refused({ token: "(token='p1-0')" }, 'conflict'), renews },
  },
  inbound: [
    { title: 'a subscription that is asked for an echo', signs: 'nothing', request: () => ({ query: '?validationToken=Validation%3A%20a%2Bb', headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '' }), becomes: [], answers: (body, status) => status === 200 && body === 'Validation: a+b' },
    notified('a change of a library', { changeType: 'updated', subscriptionExpirationDateTime: FUTURE }, [{ type: 'sharepoint.drive.changed', subject: DRIVE }]),
    notified('a subscription that Graph removed', { lifecycleEvent: 'subscriptionRemoved' }, [{ type: 'sharepoint.watch.removed', subject: DRIVE }]),
  ],
};

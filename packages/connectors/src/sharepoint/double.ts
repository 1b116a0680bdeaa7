/** SharePoint on loopback: the login, Graph with sites, a library, lists and subscriptions, and the place that has the bytes, which takes no credential of Graph. */
import { randomUUID } from 'node:crypto';
import { at, type JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor, type VendorOptions } from '../testing/index.ts';
import { CHANGED, EXISTS, field, malformed, NO_ITEM, no, pagesOf } from './double-answers.ts';
import { library, type Node } from './double-drive.ts';
import { DRIVE, siteRoutes } from './double-sites.ts';

const CLIENT = '11111111-2222-3333-4444-555555555555';
const SECRET = 'app-secret-0123456789';
const STATE = 'client-state-0123456789';
const UNIT = 327_680;
const LONGEST_WATCH = 42_300 * 60_000;
const DAY = 86_400_000;

interface Upload { readonly place: readonly string[] | Node; readonly pieces: Buffer[]; next: number; total: number | undefined }
interface Subscription extends JsonObject { readonly id: string; readonly resource: string; readonly expirationDateTime: string }

/** Where a request points: a thing that is there, or a path that is free. */
interface Target { readonly node: Node | undefined; readonly path: readonly string[] | undefined }

export async function startSharepoint(): Promise<Vendor> {
  const tokens = new Set<string>();
  const uploads = new Map<string, Upload>();
  const links = new Map<string, Map<string, JsonObject>>();
  const subscriptions = new Map<string, Subscription>();
  let [graphUrl, filesUrl] = ['', ''];
  const page = pagesOf(() => graphUrl);
  const drive = library(DRIVE, () => filesUrl);
  for (let n = 0; n < 230; n++) drive.putAt(['Archive', `release ${String(n).padStart(3, '0')}.txt`], Buffer.from(`Release ${n}`), 'text/plain');
  drive.putAt(['Releases', '1.4.2', 'it’s 100 % #1.md'], Buffer.from('# 1.4.2 – grün\n'), 'text/markdown');
  drive.putAt(['Images', 'shop.bin'], Buffer.alloc(1000, 0xff), 'application/octet-stream');

  function token({ body }: Asked): Answer {
    const { client_id, client_secret, grant_type, scope = '' } = body as Readonly<Record<string, string | undefined>>;
    if (client_id !== CLIENT || client_secret !== SECRET) return { status: 401, json: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' } };
    if (grant_type !== 'client_credentials') return { status: 400, json: { error: 'unsupported_grant_type', error_description: 'AADSTS70003' } };
    if (scope !== 'https://graph.microsoft.com/.default') return { status: 400, json: { error: 'invalid_scope', error_description: 'AADSTS1002012: The provided value for scope is not valid.' } };
    const value = `eyJ-${tokens.size + 1}-graph-token`;
    tokens.add(value);
    return { json: { token_type: 'Bearer', expires_in: 3599, access_token: value } };
  }

  const inDrive = (run: (asked: Asked) => Answer) => (asked: Asked): Answer => (asked.params['drive'] === DRIVE ? run(asked) : no(404, 'itemNotFound', 'The provided drive id appears to be malformed, or does not represent a valid drive.'));

  /** By id, or by a path of up to three names; with something behind it, a path ends with a colon. */
  function thing(method: string, sub: string, run: (target: Target, asked: Asked) => Answer): VendorOptions['routes'] {
    const behind = sub === '' ? '' : `/${sub}`;
    const byPath = (depth: number) => inDrive((asked) => {
      const names = Array.from({ length: depth }, (_, n) => asked.params[`p${n}`]!);
      const ends = names.at(-1)!.endsWith(':');
      if (sub !== '' && !ends) return malformed('Resource not found for the segment.');
      const path = sub === '' ? names : [...names.slice(0, -1), names.at(-1)!.slice(0, -1)];
      return path.some((name) => /["*:<>?\\|]/.test(name)) ? malformed('The provided name contains characters that are not allowed.') : run({ node: drive.at(path), path }, asked);
    });
    return {
      [`${method} /v1.0/drives/:drive/items/:item${behind}`]: inDrive((asked) => run({ node: drive.get(asked.params['item']!), path: undefined }, asked)),
      ...Object.fromEntries([1, 2, 3].map((depth) => [`${method} /v1.0/drives/:drive/root:/${Array.from({ length: depth }, (_, n) => `:p${n}`).join('/')}${behind}`, byPath(depth)])),
    };
  }
  const known = (run: (node: Node, asked: Asked) => Answer) => ({ node }: Target, asked: Asked): Answer => {
    const version = asked.headers['if-match'];
    if (node === undefined) return NO_ITEM;
    return version !== undefined && version !== drive.shown(node)['eTag'] ? CHANGED : run(node, asked);
  };

  function write({ node, path }: Target, asked: Asked): Answer {
    if (node === undefined && path === undefined) return NO_ITEM;
    if (node?.bytes === undefined && node !== undefined) return no(400, 'notAllowed', 'Cannot put content on a folder.');
    const version = asked.headers['if-match'];
    if (version !== undefined && (node === undefined || version !== drive.shown(node)['eTag'])) return CHANGED;
    if (node !== undefined && asked.query['@microsoft.graph.conflictBehavior'] === 'fail') return EXISTS;
    const mediaType = asked.headers['content-type'] ?? 'application/octet-stream';
    const kept = node === undefined ? drive.putAt(path!, asked.bytes, mediaType) : drive.change(node, { bytes: asked.bytes, mediaType });
    return { status: node === undefined ? 201 : 200, json: drive.shown(kept) };
  }

  function makeFolder(parent: Node, asked: Asked): Answer {
    const name = field(asked, 'name');
    if (typeof name !== 'string' || field(asked, 'folder') === undefined) return malformed('A folder needs a name and the facet folder.');
    if (parent.bytes !== undefined) return no(400, 'invalidRequest', 'The parent is no folder.');
    if (drive.children(parent.id).some((each) => each.name.toLowerCase() === name.toLowerCase())) return EXISTS;
    return { status: 201, json: drive.shown(drive.put(parent.id, name, undefined)) };
  }

  function move(node: Node, asked: Asked): Answer {
    const to = field(asked, 'parentReference.path');
    const parent = to === undefined ? drive.get(node.parent) : drive.at(decodeURIComponent(String(to)).replace(`/drives/${DRIVE}/root:`, '').split('/').filter((name) => name !== ''));
    if (parent === undefined || parent.bytes !== undefined) return NO_ITEM;
    const name = String(field(asked, 'name') ?? node.name);
    if (drive.children(parent.id).some((each) => each.id !== node.id && each.name.toLowerCase() === name.toLowerCase())) return EXISTS;
    return { json: drive.shown(drive.change(node, { parent: parent.id, name })) };
  }

  function share(node: Node, asked: Asked): Answer {
    const { type, scope, expirationDateTime } = asked.body as { type?: string; scope?: string; expirationDateTime?: string };
    if (!['view', 'edit', 'embed'].includes(type ?? '')) return malformed('type is not valid');
    if (!['anonymous', 'organization', 'users'].includes(scope ?? '')) return malformed('scope is not valid');
    if (expirationDateTime !== undefined && !(Date.parse(expirationDateTime) > Date.now())) return malformed('The expiration date is in the past.');
    if (scope === 'anonymous' && node.name === 'shop.bin') return no(403, 'accessDenied', 'Sharing with everybody is switched off for this item.');
    const own = links.get(node.id) ?? new Map<string, JsonObject>();
    links.set(node.id, own);
    const there = [...own.values()].find((each) => at(each, 'link.type') === type && at(each, 'link.scope') === scope && each['expirationDateTime'] === expirationDateTime);
    const made = there ?? { id: `link-${randomUUID()}`, roles: [type === 'edit' ? 'write' : 'read'], ...(expirationDateTime === undefined ? {} : { expirationDateTime }), link: { type: type!, scope: scope!, webUrl: `https://contoso.sharepoint.com/:t:/s/shop/${own.size}` } };
    own.set(String(made['id']), made);
    return { status: there === undefined ? 201 : 200, json: made };
  }

  /** A file called gone.bin has an upload that SharePoint gives up at once. */
  function session({ node, path }: Target, asked: Asked): Answer {
    const conflict = (field(asked, 'item') as JsonObject | undefined)?.['@microsoft.graph.conflictBehavior'] ?? 'fail';
    if (node === undefined && path === undefined) return NO_ITEM;
    if (node?.bytes === undefined && node !== undefined) return no(400, 'notAllowed', 'Cannot put content on a folder.');
    if (node !== undefined && conflict === 'fail') return EXISTS;
    const id = randomUUID();
    if (path?.at(-1) !== 'gone.bin') uploads.set(id, { place: node === undefined ? path! : conflict === 'rename' && path !== undefined ? [...path.slice(0, -1), `${id} ${path.at(-1)!}`] : node, pieces: [], next: 0, total: undefined });
    return { json: { uploadUrl: `${filesUrl}/upload/${id}?tempauth=v1.up`, expirationDateTime: new Date(Date.now() + 7 * DAY).toISOString(), nextExpectedRanges: ['0-'] } };
  }

  const ranges = (upload: Upload): JsonObject => ({ expirationDateTime: new Date(Date.now() + 7 * DAY).toISOString(), nextExpectedRanges: [`${upload.next}-`] });
  const open = (run: (upload: Upload, asked: Asked) => Answer) => (asked: Asked): Answer => { const upload = uploads.get(asked.params['id']!); return upload === undefined ? NO_ITEM : run(upload, asked); };

  function piece(upload: Upload, asked: Asked): Answer {
    const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(asked.headers['content-range'] ?? '')?.map(Number) ?? [];
    if (first === undefined || last === undefined || total === undefined || last < first || last >= total) return malformed('The Content-Range header is missing or malformed.');
    if (asked.bytes.length !== last - first + 1) return malformed('Content-Range does not have the length of the body.');
    if (upload.total !== undefined && upload.total !== total) return malformed('The total size does not match the one of the first fragment.');
    if (first !== upload.next) return no(416, 'invalidRange', 'Optimistic concurrency failure during fragmented upload');
    if (last + 1 < total && asked.bytes.length % UNIT !== 0) return malformed('The fragment is no multiple of 320 KiB.');
    upload.total = total;
    upload.pieces.push(asked.bytes);
    upload.next = last + 1;
    if (upload.next < total) return { status: 202, json: ranges(upload) };
    uploads.delete(asked.params['id']!);
    const bytes = Buffer.concat(upload.pieces);
    const kept = Array.isArray(upload.place) ? drive.putAt(upload.place as readonly string[], bytes, 'application/octet-stream') : drive.change(upload.place as Node, { bytes });
    return { status: Array.isArray(upload.place) ? 201 : 200, json: drive.shown(kept) };
  }

  function bytes({ params, query, headers }: Asked): Answer {
    const node = drive.get(params['id']!);
    if (node?.bytes === undefined) return NO_ITEM;
    if (query['tempauth'] !== `v1.${node.version}`) return no(401, 'unauthenticated', 'The download link has expired.');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '')?.map(Number) ?? [];
    if (from === undefined || to === undefined) return { headers: { 'content-type': node.mediaType }, bytes: node.bytes };
    if (from >= node.bytes.length) return { status: 416 };
    return { status: 206, headers: { 'content-type': node.mediaType, 'content-range': `bytes ${from}-${Math.min(to, node.bytes.length - 1)}/${node.bytes.length}` }, bytes: node.bytes.subarray(from, to + 1) };
  }

  function search(asked: Asked): Answer {
    const text = /^search\(q='((?:[^']|'')*)'\)$/.exec(asked.params['search']!)?.[1]?.replaceAll("''", "'");
    if (text === undefined) return no(404, 'itemNotFound', 'Resource not found for the segment.');
    if (text.split('"').length % 2 === 0) return malformed('The query is malformed.');
    const below = (id: string): Node[] => drive.children(id).flatMap((node) => [node, ...below(node.id)]);
    return page(below(drive.root).filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())).map(drive.shown), asked, 100);
  }

  /** Pages of a hundred. Places before 5 are too old. */
  function delta(asked: Asked): Answer {
    const own = /^delta(?:\(token='([^']*)'\))?$/.exec(asked.params['delta']!);
    if (own === null) return no(404, 'itemNotFound', 'Resource not found for the segment.');
    const told = own[1] ?? asked.query['token'];
    const link = (place: string): string => `${graphUrl}${asked.path.replace(/\/delta.*$/, '')}/delta(token='${place}')`;
    if (told === 'latest') return { json: { value: [], '@odata.deltaLink': link(`p${drive.place}-0`) } };
    const [, place, from] = told === undefined ? [0, 0, 0] : (/^p(\d+)-(\d+)$/.exec(told)?.map(Number) ?? []);
    if (place === undefined || from === undefined) return malformed('The token is not valid.');
    if (told !== undefined && place < 5) return no(410, 'resyncRequired', 'Resync required. Replace any local items with the server\'s version.');
    const all = drive.since(place);
    const more = from + 100 < all.length;
    return { json: { value: all.slice(from, from + 100), [more ? '@odata.nextLink' : '@odata.deltaLink']: more ? link(`p${Math.max(place, 5)}-${from + 100}`) : link(`p${drive.place}-0`) } };
  }

  /** Graph asks the URL for an echo at once: one that can’t be reached is refused. */
  function subscribe({ body }: Asked): Answer {
    const { changeType, notificationUrl = '', resource = '', expirationDateTime = '', clientState = '' } = body as Readonly<Record<string, string | undefined>>;
    const invalid = (message: string): Answer => no(400, 'ValidationError', message);
    if (changeType !== 'updated') return invalid('Libraries support the change type updated only.');
    if (!notificationUrl.startsWith('https://')) return invalid('The notification URL must start with https.');
    if (new URL(notificationUrl).hostname.endsWith('.invalid')) return invalid('Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.');
    if (resource !== `drives/${DRIVE}/root`) return no(404, 'itemNotFound', 'The resource does not exist.');
    if (clientState.length > 128) return invalid('clientState is longer than 128 characters.');
    const wrong = lasting(expirationDateTime);
    if (wrong !== undefined) return wrong;
    const made = { id: randomUUID(), changeType, notificationUrl, resource, expirationDateTime, clientState };
    subscriptions.set(made.id, made);
    return { status: 201, json: made };
  }

  function lasting(until: string): Answer | undefined {
    const left = Date.parse(until) - Date.now();
    return left > 0 && left <= LONGEST_WATCH ? undefined : no(400, 'ValidationError', 'Subscription expiration can only be 42300 minutes in the future.');
  }

  const subscribed = (run: (subscription: Subscription, asked: Asked) => Answer) => (asked: Asked): Answer => { const found = subscriptions.get(asked.params['id']!); return found === undefined ? no(404, 'ResourceNotFound', 'The object was not found.') : run(found, asked); };

  const files = await startVendor({
    routes: { 'PUT /upload/:id': open(piece), 'GET /upload/:id': open((upload) => ({ json: ranges(upload) })), 'DELETE /upload/:id': open((_, asked) => { uploads.delete(asked.params['id']!); return { status: 204 }; }), 'GET /download/:id': bytes },
    authorize: ({ headers, query }) => (headers['authorization'] === undefined && query['tempauth'] !== undefined ? undefined : no(401, 'unauthenticated', 'The caller is not authenticated.')),
    limited: { ...no(429, 'activityLimitReached', 'The app has been throttled.'), headers: { 'retry-after': '2' } },
    expired: no(401, 'unauthenticated', 'The link has expired.'),
    config: () => ({}),
    secrets: {},
  });
  filesUrl = files.url;

  const graph = await startVendor({
    routes: {
      'POST /contoso/oauth2/v2.0/token': token,
      ...siteRoutes(page),
      ...thing('GET', 'children', known((node, asked) => (node.bytes === undefined ? page(drive.children(node.id).map(drive.shown), asked) : page([], asked)))),
      ...thing('POST', 'children', known(makeFolder)),
      ...thing('GET', 'content', known((node) => (node.bytes === undefined ? NO_ITEM : { status: 302, headers: { location: String(drive.shown(node)['@microsoft.graph.downloadUrl']) } }))),
      ...thing('PUT', 'content', write),
      ...thing('POST', 'createUploadSession', session),
      ...thing('POST', 'createLink', known(share)),
      ...thing('GET', 'permissions', known((node, asked) => page([{ id: 'owner', roles: ['owner'], grantedToV2: {} }, ...(links.get(node.id)?.values() ?? [])], asked))),
      ...thing('DELETE', 'permissions/:link', known((node, asked) => (links.get(node.id)?.delete(asked.params['link']!) === true ? { status: 204 } : NO_ITEM))),
      ...thing('GET', '', known((node) => ({ json: drive.shown(node) }))),
      ...thing('PATCH', '', known(move)),
      ...thing('DELETE', '', known((node) => { drive.remove(node); return { status: 204 }; })),
      'GET /v1.0/drives/:drive/root/:search': inDrive((asked) => (asked.params['search']!.startsWith('search') ? search(asked) : delta({ ...asked, params: { delta: asked.params['search']! } }))),
      'POST /v1.0/subscriptions': subscribe,
      'GET /v1.0/subscriptions/:id': subscribed((found) => ({ json: found })),
      'PATCH /v1.0/subscriptions/:id': subscribed((found, asked) => { const until = String(field(asked, 'expirationDateTime')); const wrong = lasting(until); if (wrong === undefined) subscriptions.set(found.id, { ...found, expirationDateTime: until }); return wrong ?? { json: subscriptions.get(found.id)! }; }),
      'DELETE /v1.0/subscriptions/:id': subscribed((found) => { subscriptions.delete(found.id); return { status: 204 }; }),
    },
    authorize({ path, headers }) {
      if (!path.startsWith('/v1.0/')) return undefined;
      return tokens.has(headers['authorization']?.replace(/^Bearer /, '') ?? '') ? undefined : no(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
    },
    limited: { ...no(429, 'activityLimitReached', 'The app has been throttled.'), headers: { 'retry-after': '2' } },
    expired: no(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'),
    unknown: malformed('Resource not found for the segment.'),
    config: (url) => { graphUrl = url; return { graph_url: `${url}/v1.0`, login_url: url, files_url: files.url, directory: 'contoso', client_id: CLIENT, drive_id: DRIVE }; },
    secrets: { client_secret: SECRET, client_state: STATE },
  });

  return {
    ...graph,
    /** A link to bytes is its own credential: the token of the app may run out, and it does not notice. */
    next(mode) { graph.next(mode); files.next(mode === 'expired' ? undefined : mode); },
    close: async () => { await Promise.all([graph.close(), files.close()]); },
  };
}

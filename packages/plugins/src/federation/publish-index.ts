/** This hub as the registry of others: its list, signed with a key of its own, and its packages. */
import { type Collection, Failure, operation, type Operation, pluginIndex, pluginPackage, type Row, sealedField } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { digest, generateSigningKey, Secret } from '@patchbay/vault';
import { readBlob } from '../packages/blobs.ts';
import type { SigningPair } from '../packages/dsse.ts';
import { publisherCollection } from '../packages/publishers.ts';
import { compareVersions } from '../version.ts';
import { type Index, type IndexContent, signIndex } from './signed-index.ts';

const KEY_CONTEXT = 'plugin_index/key';
/** One document each: the sealed key, and the list that was signed last. */
export const indexCollection: Collection = { name: 'plugin_index', kind: 'documents', fields: {}, sealed: sealedField(KEY_CONTEXT) };

export interface PublishIndexPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly root: string;
  readonly seal: (tenant: string, context: string, value: string) => Promise<string>;
  readonly unseal: (tenant: string, context: string, sealed: string) => Promise<string>;
}

interface Signed { readonly version: number; readonly content: string; readonly validFor: number; readonly issuedAt: string; readonly expiresAt: string; readonly text: string; readonly releases: Index['releases'] }

const KEY = 'key';
const LIST = 'list';
const AGAIN = 8;

export function indexOperations({ store, now, root, seal, unseal }: PublishIndexPorts): readonly Operation[] {
  const get = (id: string): Promise<Row | undefined> => store.get(indexCollection.name, root, id);

  /** Made when somebody asks for the first time; of two hubs that make one, the first counts. */
  async function pair(): Promise<SigningPair> {
    const row = await get(KEY);
    if (row !== undefined) return { publicKey: String(row.body['public_key']), privateKey: new Secret(await unseal(root, KEY_CONTEXT, String(row.body['sealed']))) };
    const { publicKey, privateKey } = generateSigningKey();
    await store.commit([{ op: 'insert', in: indexCollection.name, tenant: root, id: KEY, body: { public_key: publicKey, sealed: await seal(root, KEY_CONTEXT, privateKey.reveal()) }, at: now() }]);
    return pair();
  }

  async function content(): Promise<IndexContent> {
    const publishers: Index['publishers'] = [];
    for await (const rows of store.scan(publisherCollection.name, { tenant: root })) publishers.push(...rows.map(({ id, body }) => ({ namespace: id, publicKey: String(body['public_key']), rotations: [...((body['rotations'] ?? []) as readonly string[])] })));
    const releases: Index['releases'] = [];
    const revocations: Index['revocations'] = [];
    for await (const rows of store.scan('plugin_release', { tenant: root })) {
      for (const { body } of rows) {
        const about = { plugin: String(body['plugin']), version: String(body['plugin_version']) };
        if (body['status'] === 'listed') releases.push({ ...about, sha256: String(body['sha256']), size: Number(body['size']), sequence: Number(body['sequence']), publicKey: String(body['public_key']) });
        if (body['status'] === 'revoked' && typeof body['revocation'] === 'string') revocations.push({ ...about, statement: body['revocation'] });
      }
    }
    const order = (a: { plugin: string; version: string }, b: { plugin: string; version: string }): number => (a.plugin === b.plugin ? compareVersions(a.version, b.version) : a.plugin < b.plugin ? -1 : 1);
    return { publishers: publishers.sort((a, b) => (a.namespace < b.namespace ? -1 : 1)), releases: releases.sort(order), revocations: revocations.sort(order) };
  }

  /** Signed anew when something changed, or when a quarter of its time is over. A list is a view of what is stored: whoever reads may make it. */
  async function list(validFor: number): Promise<Signed> {
    for (let attempt = 0; attempt < AGAIN; attempt++) {
      const row = await get(LIST);
      const last = row?.body as unknown as Signed | undefined; // written below and nowhere else
      const what = await content();
      const same = digest(JSON.stringify(what));
      const at = now();
      if (last !== undefined && last.content === same && last.validFor === validFor && at - Date.parse(last.issuedAt) < validFor * 250) return last;
      const index: Index = { version: (last?.version ?? 0) + 1, issuedAt: new Date(at).toISOString(), expiresAt: new Date(at + validFor * 1000).toISOString(), ...what };
      const next: Signed = { version: index.version, content: same, validFor, issuedAt: index.issuedAt, expiresAt: index.expiresAt, text: signIndex(index, await pair()), releases: index.releases };
      const write = { in: indexCollection.name, tenant: root, id: LIST, body: { ...next }, at };
      const { kind } = await store.commit([row === undefined ? { op: 'insert', ...write } : { op: 'update', ...write, version: row.version }]);
      if (kind === 'committed') return next;
    }
    throw new Failure('resource.conflict', 'The list of plugins changed again and again while it was signed');
  }

  return [
    operation(pluginIndex, async ({ valid_for }) => {
      const { text, version, expiresAt, releases } = await list(valid_for);
      const { publicKey } = await pair();
      return { index: text, public_key: publicKey, index_version: version, expires_at: expiresAt, releases: releases.map(({ plugin, version: plugin_version, sha256 }) => ({ plugin, plugin_version, sha256 })) };
    }),
    operation(pluginPackage, async ({ sha256 }) => {
      const row = await store.find('plugin_release', root, { sha256 });
      if (row === undefined || row.body['status'] !== 'listed') throw new Failure('plugin.not_found', `There is no package ${sha256} here`, { sha256 });
      return { package: (await readBlob(store, root, sha256)).toString('base64'), signature: String(row.body['signature']), public_key: String(row.body['public_key']) };
    }),
  ];
}

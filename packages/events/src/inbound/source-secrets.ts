/** What a source's sender proves itself with: the secret of now, and those that were replaced and still count. Unsealed once, kept until the source changes or one runs out. */
import type { Collection, Document, Op, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { Secret } from '@patchbay/vault';
import type { Source } from './source.ts';

/** Secrets that were replaced, sealed as they were. */
export const retiredSecretCollection: Collection = { name: 'retired_secret', kind: 'documents', fields: { source: 'text', until: 'number' } };

export interface SecretPorts {
  readonly store: Store;
  readonly now: () => number;
  /** The secret of a source in the clear. */
  readonly unseal: (source: Row, field: string, sealed: string) => Promise<string>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
}

/** The one of now first. */
export type SourceSecrets = (source: Source) => Promise<readonly Secret[]>;

/** Beyond these nobody remembers which is which. */
const MOST = 10;

interface Opened { readonly until: number; readonly secrets: readonly Secret[] }

export function createSourceSecrets({ store, now, unseal, sealedOf }: SecretPorts): SourceSecrets {
  const known = new WeakMap<Source, Promise<Opened>>(); // a source that changes is another object

  async function open({ row }: Source): Promise<Opened> {
    const sealed = sealedOf(row.body)['secret'];
    const retired = sealed === undefined ? [] : await retiredOf(row); // without a secret nothing is right, also not what was right before
    const texts = [...(sealed === undefined ? [] : [sealed]), ...retired.map(({ body }) => String(body['sealed']))];
    const secrets = await Promise.all(texts.map(async (text) => new Secret(await unseal(row, 'secret', text))));
    return { secrets, until: Math.min(Infinity, ...retired.map(({ body }) => Number(body['until']))) };
  }

  async function retiredOf({ tenant, id, body }: Row): Promise<Row[]> {
    if (body['secret_grace'] === 0) return [];
    const rows = await store.list(retiredSecretCollection.name, { tenant, where: { source: id }, sort: { field: 'id', descending: true }, limit: MOST });
    return rows.filter((row) => Number(row.body['until']) > now());
  }

  return async (source) => {
    const found = await known.get(source);
    if (found !== undefined && found.until > now()) return found.secrets;
    const opening = open(source);
    known.set(source, opening);
    opening.catch(() => known.delete(source));
    return (await opening).secrets;
  };
}

/** Keeps the secret that is about to be replaced. */
export const retireOp = ({ tenant, id: source }: Row, sealed: string, { id, until, at }: { readonly id: string; readonly until: number; readonly at: number }): Op =>
  ({ op: 'insert', in: retiredSecretCollection.name, tenant, id, body: { source, sealed, until }, at });

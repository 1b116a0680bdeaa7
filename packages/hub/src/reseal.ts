/** After a data key was rotated: what older ones sealed is opened and sealed with the new one, wherever a collection says that something is sealed. */
import { type Collection, contextAt, type Document, Failure, type Row, type SealedPlace } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Secret, Vault } from '@patchbay/vault';

export interface ResealPorts {
  readonly store: Store;
  readonly vault: Vault;
  /** All that the hub keeps. */
  readonly collections: readonly Collection[];
}

/** Of documents. */
export interface Resealed { readonly resealed: number; readonly unreadable: number }

export async function reseal(tenant: string, { store, vault, collections }: ResealPorts, signal: AbortSignal): Promise<Resealed> {
  const counted = { resealed: 0, unreadable: 0 };
  for (const { name, sealed } of collections) {
    if (sealed === undefined) continue;
    for await (const rows of store.scan(name, { tenant, batch: 200 }, signal)) for (const row of rows) await one(name, row, sealed);
  }
  return counted;

  /** Somebody who changes the document meanwhile may have kept what the older key sealed: it is looked at again. */
  async function one(name: string, first: Row, sealed: readonly SealedPlace[]): Promise<void> {
    for (let row: Row | undefined = first; row !== undefined; row = await store.get(name, tenant, first.id)) {
      signal.throwIfAborted();
      const { body, unreadable } = await anew(row, sealed);
      const done = body === row.body || (await store.commit([{ op: 'update', in: name, tenant, id: row.id, body, at: row.updated_at, version: row.version }])).kind === 'committed';
      if (!done) continue;
      if (body !== row.body) counted.resealed++;
      if (unreadable) counted.unreadable++;
      return;
    }
  }

  async function anew(row: Row, sealed: readonly SealedPlace[]): Promise<{ readonly body: Document; readonly unreadable: boolean }> {
    let [body, unreadable] = [row.body, false];
    for (const place of sealed) {
      const [text, context] = [textAt(body, place.at), contextAt(place, row)];
      if (text === undefined || await vault.isCurrent(tenant, text)) continue;
      const opened: Secret | undefined = await vault.unseal(tenant, context, text).catch(closed);
      if (opened === undefined) unreadable = true;
      else body = withText(body, place.at, await vault.seal(tenant, context, opened.bytes()));
    }
    return { body, unreadable };
  }
}

/** What nobody can open holds nobody up. */
const closed = (error: unknown): undefined => { if (!(error instanceof Failure && error.code === 'secret.unreadable')) throw error; };

const textAt = (body: Document, at: readonly string[]): string | undefined => at.reduce<unknown>((value, field) => (value as Document | undefined)?.[field], body) as string | undefined; // what its owner declared

const withText = (body: Document, [field = '', ...deeper]: readonly string[], text: string): Document => ({ ...body, [field]: deeper.length === 0 ? text : withText(body[field] as Document, deeper, text) });

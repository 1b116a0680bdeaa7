/** Packages by their digest, in pieces that any store takes. */
import type { Collection, Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export const blobCollection: Collection = { name: 'plugin_blob', kind: 'documents', fields: { sha256: 'text' } };

const PIECE = 192 * 1024;

export const blobOps = (tenant: string, sha256: string, bytes: Buffer, at: number): Op[] =>
  Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, index): Op => ({
    op: 'insert', in: blobCollection.name, tenant, id: `${sha256}/${String(index).padStart(4, '0')}`, body: { sha256, bytes: bytes.subarray(index * PIECE, (index + 1) * PIECE).toString('base64') }, at,
  }));

export async function readBlob(store: Store, tenant: string, sha256: string): Promise<Buffer> {
  const rows = await store.list(blobCollection.name, { tenant, where: { sha256 }, limit: 1000 });
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  return Buffer.concat(sorted.map(({ body }) => Buffer.from(String(body['bytes']), 'base64')));
}

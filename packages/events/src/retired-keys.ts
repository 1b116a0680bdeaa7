/** Keys that were replaced, of endpoints and of sources: each counts until its own grace is over. Then it is forgotten, at the latest with its owner. */
import { type Collection, type Context, type Document, Failure, type FailureCode, type NewId, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

/** Whoever verifies compares with each of them, and those of an endpoint make every delivery longer. */
const MOST = 10;
/** Those of releases that forgot none; what is more goes when its time is over. */
const AT_ONCE = 1000;

export interface OpenPorts {
  readonly store: Pick<Store, 'list'>;
  /** A field of the owner in the clear. */
  readonly unseal: (owner: Row, field: string, sealed: string) => Promise<string>;
}

export interface RetirePorts extends OpenPorts {
  readonly newId: NewId;
  /** What is sealed in a document, by field. */
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
}

export interface RetiredKeys {
  /** Sealed as they were. */
  readonly collection: Collection;
  /** Those that still count, the newest first, and until when that is so. */
  open(owner: Row, now: number, ports: OpenPorts): Promise<{ readonly keys: readonly string[]; readonly until: number }>;
  /** Keeps the key that `given` is about to replace. */
  retire(owner: Row, given: string, grace: number, ctx: Context, ports: RetirePorts): Promise<void>;
  /** They go with their owner. */
  forget(owner: Row, ctx: Context, store: OpenPorts['store']): Promise<void>;
}

export const endpointKeys = retiredKeys({ name: 'retired_key', of: 'endpoint', field: 'signing_secret', prefix: 'rk', tooMany: 'endpoint.too_many_keys' });
export const sourceSecrets = retiredKeys({ name: 'retired_secret', of: 'source', field: 'secret', prefix: 'rs', tooMany: 'source.too_many_secrets' });

interface Kind { readonly name: string; readonly of: 'endpoint' | 'source'; readonly field: string; readonly prefix: string; readonly tooMany: FailureCode }

function retiredKeys({ name, of, field, prefix, tooMany }: Kind): RetiredKeys {
  /** Those that count longest come first: none of them is behind what is over. */
  const rowsOf = ({ tenant, id }: Row, limit: number, store: OpenPorts['store']): Promise<Row[]> =>
    store.list(name, { tenant, where: { [of]: id }, sort: { field: 'until', descending: true }, limit });

  async function still(owner: Row, now: number, store: OpenPorts['store']): Promise<readonly Row[]> {
    const rows = await rowsOf(owner, MOST, store);
    return rows.filter(({ body }) => Number(body['until']) > now).sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  return Object.freeze<RetiredKeys>({
    collection: { name, kind: 'documents', fields: { [of]: 'text', until: 'number' } },
    async open(owner, now, { store, unseal }) {
      const rows = await still(owner, now, store);
      const keys = await Promise.all(rows.map(({ body }) => unseal(owner, field, String(body['sealed']))));
      return { keys, until: Math.min(Infinity, ...rows.map(({ body }) => Number(body['until']))) };
    },
    /** Infrastructure tools send the key each time: the same one replaces nothing. One that nobody can open proves nothing, so it isn't kept. */
    async retire(owner, given, grace, { now, unit }, { store, newId, sealedOf, unseal }) {
      const sealed = sealedOf(owner.body)[field];
      if (sealed === undefined || grace === 0) return;
      const old = await unseal(owner, field, sealed).catch(unreadable);
      if (old === undefined || old === given) return;
      if ((await still(owner, now, store)).length >= MOST) throw new Failure(tooMany, `${owner.id} has ${MOST} keys already that were replaced and still count`, { limit: MOST });
      unit.add({ op: 'insert', in: name, tenant: owner.tenant, id: newId(prefix), body: { [of]: owner.id, sealed, until: now + grace * 1000 }, at: now });
    },
    async forget(owner, { unit }, store) {
      for (const { tenant, id } of await rowsOf(owner, AT_ONCE, store)) unit.add({ op: 'delete', in: name, tenant, id }, () => 'again'); // its time may just have come
    },
  });
}

const unreadable = (error: unknown): undefined => { if (!(error instanceof Failure && error.code === 'secret.unreadable')) throw error; };
